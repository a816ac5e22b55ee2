// The text of PDFs as pdf.js reads it, which Firefox shows PDFs with: FILE.pdfjs beside each
// FILE, its pages parted by form feeds. Usage: node pdfjs-text.mjs PDFJS FILE…, where PDFJS is
// the folder of the package pdfjs-dist.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
const pdfjs = await import(pathToFileURL(resolve(folder, 'legacy/build/pdf.mjs')));

for (const file of files) {
  const data = new Uint8Array(readFileSync(file));
  const verbosity = pdfjs.VerbosityLevel.ERRORS;
  const pdf = await pdfjs.getDocument({ data, verbosity }).promise;
  let text = '';
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    // Normalised, radicals would be read as the characters that they are the radicals of.
    const { items } = await page.getTextContent({ disableNormalization: true });
    text += items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join('') + '\f';
  }
  writeFileSync(`${file}.pdfjs`, text);
}
