#!/usr/bin/env python3
"""Test what count.py counts, on the small documents of tests/fixtures/docx: benches/word/test_count.py"""
import pathlib
import unittest

import count

FIXTURES = pathlib.Path(__file__).parent.parent.parent / "tests/fixtures/docx"


def wanted(name):
    return count.wanted(FIXTURES / f"{name}.docx")


class Counted(unittest.TestCase):
    def test_text_boxes_are_counted_in_one_branch(self):
        self.assertEqual(wanted("text-box").printed().count("框中的话"), 1)

    def test_deleted_text_and_comments_are_apart(self):
        for name, words in (("changes", "二百"), ("comment", "存疑"), ("hidden", "看不见")):
            found = wanted(name)
            self.assertNotIn(words, found.printed())
            self.assertIn(words, found.all())

    def test_headers_and_footers_are_apart(self):
        found = wanted("page-lines")
        self.assertEqual(found.printed().strip(), "正文一段。")
        self.assertIn("某某大学", found.all())

    def test_contents_are_exempt_in_print(self):
        self.assertNotIn("1", wanted("contents-field").printed())

    def test_notes_and_formulas_are_counted(self):
        self.assertIn("见目录。", wanted("footnote").printed())
        self.assertEqual("".join(wanted("formula").math), "12")

    def test_signs_of_fonts_are_counted(self):
        self.assertEqual(wanted("symbols").signs, 2)

    def test_what_an_output_lacks_is_lost(self):
        found = wanted("footnote")
        whole = found.printed()
        self.assertFalse(count.lost(found, [], whole, False))
        self.assertEqual(count.lost(found, [], whole.replace("目", ""), False), {"目": 1})
        self.assertEqual(count.lost(found, ["一、"], whole, False), {"一": 1, "、": 1})


if __name__ == "__main__":
    unittest.main()
