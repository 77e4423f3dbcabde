"""What docs/reference/performance.md says around its tables."""

TITLE = """# Performance

Written by `make bench`, which measures everything here again; please do so on your own machine, with nothing
else running. Contenders answer the same questions in turn in one run; figures are medians. Each part says
when it was measured, and on what.
"""
BEFORE: dict[str, tuple[str, str]] = {
    "matching": (
        "The matching core",
        """\
Exact search within 31 of 256 bits, one thread unless it says otherwise; nine of ten queries match nothing.

- **faiss**: `IndexBinaryIDMap2(IndexBinaryMultiHash(256, 16, 16))`, nflip 1, as Meta's HMA uses it. With one
  bit flipped a band it misses nothing within 31; it was asked from Python, as Belisha was.
- **own scan**: comparing with every hash, with the best instruction set of this machine. **numpy**: the same
  in numpy, which is what Belisha does where nothing was compiled.
- **one by one**: a hexadecimal string through `Index.search`; **batch**: 20,000 through `Index.search_many`.

![Queries a second in one million random hashes](performance.svg)""",
    ),
    "hashing": (
        "Hashing: from pixels to PDQ",
        "Pictures drawn by code, one thread, against `pdqhash`, interleaved; the bits are compared too.",
    ),
    "hashing-files": (
        "Hashing: from the bytes of a JPEG to PDQ",
        """\
Against what `threatexchange` does: decode with Pillow, hash with `pdqhash`. **Exact** gives the same bits;
**fast** lets the decoder shrink first, at most 8 bits off, and screening looks again exactly where that could
matter. **In a worker**: through the confined process in which every stranger's file is decoded. All of ours
look at eight turned and mirrored variants and compute three digests besides.""",
    ),
    "lists": (
        "Lists: taken in, looked up, seen everywhere",
        "The commands and processes of a desk on SQLite. Memory is the process's own, without mapped files.",
    ),
    "figures": (
        "Figures: twenty years of answers",
        "45 forces, 20 years, 50 offences, 20 platforms: 900,000 invented figures. A process for each step.",
    ),
    "screen": (
        "Screening over HTTP",
        "A real server on loopback and its clients, all on the same cores; a million fingerprints listed.",
    ),
    "intake": (
        "Reports taken in",
        "A real server and its clients on the same cores; each report is durable before it is acknowledged.",
    ),
    "queue": (
        "The queue",
        "The page as a moderator opens it, signed in, over HTTP, with 100,000 cases behind it.",
    ),
    "ledger": ("The ledger", "How long `belisha ledger verify` takes on a long log."),
    "routing": (
        "Who to tell",
        "Looked up in a fresh process; places are drawn from the tables, each kind by itself.",
    ),
    "backup": (
        "Backups",
        "Taken while reports come in; restored elsewhere, and each acknowledged report looked for.",
    ),
    "deliveries": (
        "Referrals sent",
        "One worker, each referral over a real connection to a receiver on the same machine.",
    ),
    "orders": (
        "Orders to the service",
        """\
**From match to leaving**: uploads at a steady rate, each a match; the time runs from the request to the
service's receiving the event, and so contains the answer, the worker's turn and the delivery. The receiver
is a real server on the same machine.""",
    ),
    "contact": (
        "Contacts with children",
        """\
A real server, a million accounts in store, clients on the same cores. Nearly every contact changes what is
kept, and is durable before its answer. The **baseline** is one program without HTTP, rules and counts.""",
    ),
    "example": (
        "The example service under load",
        "The 60 lines of `examples/service.py` with a real desk behind them, nine users at once.",
    ),
    "guard": (
        "The guard of what leaves",
        "Texts and packs made by code: what planted it stops, which innocent ones, and its cost.",
    ),
}
AFTER: dict[str, str] = {
    "matching": """\
**Missed: clustered lists, one by one.** Measured apart, on 2026-11-22, with nothing else running: a query
without a match takes 10 us, faiss 738 us, a factor of 74; in the table it is less, since the other contenders
empty the caches in between. One query in ten matches about a hundred entries: 35 us, of which 21 us are the
search and its list, 14 us the Python objects. In batches the portable build is the one that falls short,
narrowly.""",
    "hashing": """\
**Missed in this run.** What is timed gives eight hashes of the truly turned picture, `pdqhash` one;
before they were turned in truth the factors were 44 to 50 at 1 Mpx and 60 to 68 at 12 Mpx, in other runs
since then 29 to 45 and 66.""",
    "hashing-files": """\
**Missed:** exact at 0.25 and 1 Mpx (2.1 to 3.0 and 3.3 to 4.2 times over six runs), where decoding alone
takes most of the time, and in this run fast at 12 Mpx (18.8 to 27.7 over the runs).""",
    "screen": """\
**Missed:** single look-ups; most of their time is the web framework's. A batch is the way for volume.""",
}
