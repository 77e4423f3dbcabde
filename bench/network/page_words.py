"""What docs/reference/contact-patterns.md says around its tables."""

BEFORE = """# Patterns of contact: what is scored, and how well it works on an invented network

**Read this first.** The figures below come from a simulation. Its members, honest and not, behave as we
guessed (`bench/network/kinds.py` has each assumption), so the figures show how the score compares with a
plain count under the same guesses. **They are not what you will see on your service**, and nobody should
quote them as such. In particular:

- The score and the simulation were written by the same people. What we did not think of is in neither.
  The points and the default threshold were set by looking at networks of the same make; the figures are of
  other seeds, which is no independent test.
- How often teachers, coaches, players or spam accounts behave as they do here differs between services;
  so does what the service knows of ties, ages, groups and places.
- Nobody here adapts. An offender who knows the rules approaches adults too, goes slowly, or says that
  they are a child: one in five here does the last, and no pattern sees them.
- With one offender in 1,000 accounts most of those raised are honest, unless the threshold is so high that
  few offenders are found. **Being raised is a reason to look, never a finding.** Nothing happens to an
  account by it.

So patterns begin as observed only. Replay a threshold on your own contacts on the desk's page *Contact*,
see what it would have raised, and let a second person switch reports on, or leave it.

## What is scored

Per account, over the {days} days before its newest contact, from 0 to 100 (`{version}`). Accounts of
adults and of unknown age are scored; those of children never. Fewer than three children are nothing.

| part | points | looks at |
|---|--:|---|
| `many_children` | up to 40 | children newly met without ties; half for a shared place or unknown age |
| `mostly_children` | up to 15 | six in ten or more of all newly contacted are children |
| `few_are_children` | down to -60 | fewer than half are: who approaches everybody meets children too |
| `refused` | up to 20 | how many of them blocked or reported; from two on |
| `alike` | 5 or 10 | one age band (eight in ten), one place (six in ten); of five or more |
| `fast` | 5 or 10 | four, or eight, within one hour |
| `many_groups` | 5 or 10 | met in three, or five, different groups |
| `new_account` | 10 | the account is younger than 30 days |
| `off_platform` | 10 to 20 | the move to another service was proposed, to one or more of them |
| `reported_before` | 10 | earlier reports against it were upheld |

A tie is a connection, an entry in the contacts, an earlier conversation, or five connections in common.
At most 128 people are kept of an account: up to there every count is exact, beyond it reads "or more" and
shares are those of the newest 128. Nothing is estimated. An account takes 11 bytes and 18 for each
person, 2.3 kB at most.

From the threshold on, {threshold} unless two people set another, a report comes in (source
`contact_pattern`, concern grooming, the account as suspect, the children not named), once per account and
window.

## On an invented network

{seeds} networks of {accounts} accounts each, of four weeks, with {offenders} offenders each (1 in 1,000);
{events} contacts in all. Behind each mean stand the lowest and the highest of the {seeds}. "Children met
by then" are those newly contacted before the account was raised, tied or not.

![Offenders found, and days until then, against false alarms](contact-patterns.svg)

The large dot is the default threshold; below it, each offender more that is found costs ever more honest
people who are looked at. The bars span lowest and highest; 0.1 stands for none too. Days are those of who
was found: a high threshold finds none but whoever goes fast. Up and to the left is better in the first
panel, up and to the right in the second, down and to the left in the third.

What this says even here: whoever approaches many children at once is found within days, whoever goes
slowly is not, and a teacher whom the service knows no ties of looks suspicious in the first week of a
term. A lower threshold mends the second at the cost of the third; telling Belisha of ties mends the third
at no cost.
"""

AFTER = """## Where the parts come from

That somebody follows young people without mutual friends, and gets many of their requests rejected by
children, the [NSPCC](https://www.nspcc.org.uk/what-we-do/news-opinion/more-than-1300-cases-sexual-communication-with-child-recorded-after-change-law/)
named in 2018 as what a service could look for (read 2026-11-23). That children are then led to another
service is described by many. The other parts are our reading of what is publicly described, and all numbers
are ours: we know of no published points to take over.

## Written by

`python -m bench network --write`, with fixed seeds: it gives the same figures again.
"""
