#!/usr/bin/env python3
"""Learns the weights by which lines of plain text are judged to be headings.

usage: learn.py PAIBAN CORPUS [--out weights.tsv] [--aside FIFTH]

PAIBAN is the program, whose `inspect --format features` prints the lines of a text that may be headings with
their features. CORPUS holds described texts: gold/ and more/gold/, each with NAME.json, and silver/ with
MANIFEST.tsv, texts/ and gold/. Origins whose SHA-256 leaves no rest when divided by FIFTH (5; 0 for none) are
set aside. Prints how well the weights of all other groups of origins do on each group.
Novels are left out: their chapters are known by number.

Newton's method from zero in a fixed order: the same tables give the same weights. Needs Python 3.11, numpy.
"""
import argparse, csv, hashlib, json, pathlib, re, subprocess, unicodedata
from collections import Counter
import numpy as np

# How strongly weights are drawn to zero.
PENALTY = 1.0
LEAST, CERTAIN, TOGETHER = 0.6, 0.95, {1: 0.75, 2: 0.6}
NOTES = re.compile('[\u2474-\u2487]')
DASHES = str.maketrans('“”„「」『』‘’—–－―─‐', '"""""""' + "''" + '------')


def norm(text):
    text = re.sub(r'〔\d+〕|\[\d+\]$', '', unicodedata.normalize('NFKC', NOTES.sub('', text or '')))
    return re.sub(r'\s+', '', text).translate(DASHES).lower()


class Text:
    """A text's candidates with their features; and which of them are headings."""

    def __init__(self, paiban, path, gold, group):
        table = subprocess.run([paiban, 'inspect', '--no-sidecar', '--format', 'features', path],
                               capture_output=True, check=True).stdout.decode()
        head, *rows = [row.split('\t') for row in table.split('\n') if row]
        self.gold, self.group = gold, group
        self.names = head[3:]
        self.text = [row[0] for row in rows]
        self.doubted = [row[2] == '1' for row in rows]
        self.X = np.array([[float(x) for x in row[3:]] for row in rows]).reshape(len(rows), len(self.names))
        self.label()

    def label(self):
        """The longest common subsequence of the described headings and the candidates, the later match preferred."""
        want = [{norm(h['text'])} | {norm(x) for x in h.get('alt', [])} | {norm(x) for x in h.get('parts', [])}
                for h in self.gold['headings']]
        have = [norm(text) for text in self.text]
        columns = [j for j, text in enumerate(have) if any(text in w for w in want)]
        longest = np.zeros((len(want) + 1, len(columns) + 1), int)
        for a, texts in enumerate(want):
            for b, j in enumerate(columns):
                here = longest[a, b] + 1 if have[j] in texts else 0
                longest[a + 1, b + 1] = max(longest[a, b + 1], longest[a + 1, b], here)
        self.y = np.zeros(len(have))
        a, b = len(want), len(columns)
        while a and b:
            j = columns[b - 1]
            if have[j] in want[a - 1] and longest[a, b] == longest[a - 1, b - 1] + 1:
                self.y[j] = 1
                a, b = a - 1, b - 1
            elif longest[a, b - 1] == longest[a, b]:
                b -= 1
            else:
                a -= 1
        either = {norm(h['text']) for h in self.gold.get('headings_optional', [])}
        self.use = np.array([y == 1 or text not in either for y, text in zip(self.y, have)], bool)


def logistic(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def with_bias(X):
    return np.hstack([X, np.ones((len(X), 1))])


def newton(X, y, w, strength):
    """L2 logistic regression; the last column is the bias, which is not penalised."""
    b = np.zeros(X.shape[1])
    ridge = np.eye(X.shape[1]) / strength
    ridge[-1, -1] = 1e-6
    for _ in range(20):
        p = logistic(X @ b)
        step = np.linalg.solve((X * (w * p * (1 - p) + 1e-9)[:, None]).T @ X + ridge,
                               X.T @ (w * (p - y)) + ridge @ b)
        b -= step
        if abs(step).max() < 1e-4:
            break
    return b


def learn(texts):
    """Texts of large groups and long texts weigh less: each by the roots of their sizes."""
    size = Counter(t.group for t in texts)
    texts = [t for t in texts if len(t.y)]
    X = np.vstack([t.X for t in texts])
    y, use = np.concatenate([t.y for t in texts]), np.concatenate([t.use for t in texts])
    w = np.concatenate([np.full(len(t.y), (size[t.group] * len(t.y)) ** -0.5) for t in texts])
    return newton(with_bias(X[use]), y[use], w[use] / w[use].mean(), PENALTY)


def apply(t, weights):
    """The probabilities, and the candidates that are headings, as mod.rs accepts them."""
    p = logistic(with_bias(t.X) @ weights) if len(t.X) else np.zeros(0)
    keep = [k for k in range(len(p)) if p[k] >= LEAST]
    mean = sum(p[k] for k in keep) / max(1, len(keep))
    voiced = sum(t.text[k].rstrip('”’」』】）)》"\' ')[-1:] in tuple('？?！!…') for k in keep)
    doubtful = mean < TOGETHER.get(len(keep), 0.55) or voiced * 2 > len(keep)
    if keep and doubtful and max(p[k] for k in keep) < CERTAIN:
        keep = []
    return p, [k for k in keep if not t.doubted[k]]


def load(paiban, corpus, fifth):
    texts = []
    with open(corpus / 'silver/MANIFEST.tsv', encoding='utf-8') as file:
        for row in csv.DictReader(file, delimiter='\t'):
            if fifth and int(hashlib.sha256(row['origin'].encode()).hexdigest(), 16) % fifth == 0:
                continue
            name = pathlib.Path(row['file']).stem
            gold = json.loads((corpus / 'silver/gold' / f'{name}.json').read_text('utf-8'))
            texts.append(Text(paiban, corpus / 'silver' / row['file'], gold, row['group']))
    for base in (corpus, corpus / 'more'):
        for file in sorted((base / 'gold').glob('*.json')):
            gold = json.loads(file.read_text('utf-8'))
            paths = [base / gold['file'], corpus.parent / gold['file']]
            path = next((path for path in paths if path.exists()), None)
            if path and 'b_novel' not in gold['file']:
                texts.append(Text(paiban, path, gold, 'gold'))
    return texts


def score(t, keep):
    """Right, wrong, missed."""
    right = int(sum(t.y[k] for k in keep))
    return np.array([right, sum(bool(t.use[k]) for k in keep) - right, len(t.gold['headings']) - right])


def check(texts):
    """Scores of each group by the weights of the others; by group the probabilities and labels of what was
    accepted or is too unlikely, for calibration."""
    f1 = lambda c: 2 * c[0] / max(1, 2 * c[0] + c[1] + c[2])
    total, means, invented, none, pairs = np.zeros(3, int), [], 0, 0, {}
    for group in sorted({t.group for t in texts}):
        weights = learn([t for t in texts if t.group != group])
        counts = np.zeros(3, int)
        for t in (t for t in texts if t.group == group):
            p, keep = apply(t, weights)
            pairs.setdefault(group, []).extend(
                (p[k], t.y[k]) for k in range(len(p)) if t.use[k] and (k in keep or p[k] < LEAST))
            counts += score(t, keep)
            if not t.gold['headings']:
                none, invented = none + 1, invented + bool(score(t, keep)[1])
        print(f'{group:12s} F1 {f1(counts):.3f} right, wrong, missed {counts}')
        if group != 'gold':
            total, means = total + counts, means + [f1(counts)]
    print(f'silver: F1 {f1(total):.3f}, mean of groups {np.mean(means):.3f}; invented in {invented} of {none}')
    return pairs


def calibration(pairs, bins=20):
    """How often lines of such a probability were headings: (said, right), monotone (pool adjacent violators)."""
    pools = []
    for k in range(bins):
        own = [(p, y) for p, y in pairs if min(bins - 1, int(p * bins)) == k]
        if own:
            pools.append([len(own), sum(p for p, _ in own), sum(y for _, y in own)])
    k = 1
    while k < len(pools):
        if pools[k - 1][2] / pools[k - 1][0] >= pools[k][2] / pools[k][0]:
            pools[k - 1] = [a + b for a, b in zip(pools[k - 1], pools.pop(k))]
            k = max(1, k - 1)
        else:
            k += 1
    return [(said / n, right / n) for n, said, right in pools]


def confidence(table, p):
    """What the reader says of a probability, in percent: interpolated as mod.rs does."""
    said, right = zip((0, 0), *table, (1, 1))
    return 100 * np.interp(p, said, right)


def reliability(pairs):
    """Each group's confidences by what the others show: how many of each ten per cent, how sure, and how
    many were right."""
    tens = {}
    for group, own in pairs.items():
        table = calibration([pair for other in pairs if other != group for pair in pairs[other]])
        for p, y in own:
            said = confidence(table, p)
            tens.setdefault(min(9, int(said / 10)), []).append((said, y))
    for ten, found in sorted(tens.items()):
        said, right = np.mean(found, axis=0)
        print(f'confidence {ten}0 to {ten}9 %: {len(found):4d} headings, {said:.0f} % sure, {100 * right:.0f} % right')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('paiban')
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--out')
    parser.add_argument('--aside', type=int, default=5)
    args = parser.parse_args()
    texts = load(args.paiban, args.corpus, args.aside)
    pairs = check(texts)
    reliability(pairs)
    if not args.out:
        return
    with open(args.out, 'w', encoding='utf-8') as file:
        file.write('feature\tweight\n')
        for name, weight in zip(texts[0].names + ['bias'], learn(texts)):
            file.write(f'{name}\t{weight:.3f}\n')
        for said, right in calibration(sum(pairs.values(), [])):
            file.write(f'confidence\t{said:.3f}\t{right:.3f}\n')


if __name__ == '__main__':
    main()
