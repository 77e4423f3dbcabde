"""HTML reduced to its words: no address is followed, nothing is loaded, nothing in it is run."""

from html.parser import HTMLParser

LONGEST = 400_000  # characters that are looked at
_SILENT = frozenset({"script", "style", "head", "template", "svg", "noscript"})
_BREAKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BREAKS:
            self.words.append("\n")
        elif tag == "img":
            # Its own words may say what it showed; where it lies is nobody's to load.
            described = dict(attrs).get("alt")
            self.words.append(f"[picture: {described}]" if described else "[picture]")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def plain(html: str) -> str:
    """The words of a page or a post, a line for each paragraph."""
    reader = _Words()
    reader.feed(html[:LONGEST])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)
