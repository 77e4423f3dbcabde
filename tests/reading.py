"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid et al. 1975), with syllables by rule.

textstat asks the network for a word list at its first use, which no test may.
"""

import re

_WORD = re.compile(r"[A-Za-z’']+")
_SENTENCE = re.compile(r"[.?!:]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
# Endings whose e is silent: "made", "asked", "does"; but not "little", "wanted", "pages".
_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiou])le$|(?<![aeioutdl])ed$|(?<![aeiouyszxcgh])es$")


def grade(text: str) -> float:
    """The school year in which a text is read with ease, by the length of its sentences and words."""
    words = [word for word in _WORD.findall(text) if word.strip("’'")]
    sentences = max(len(_SENTENCE.findall(text)), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels."""
    bare = re.sub(r"[’'].*", "", word.lower())
    return max(len(_VOWELS.findall(_SILENT.sub("", bare))), 1)
