"""Every field of every table of ours that is neither sealed nor a look-up, and why it may lie in the clear.

A new field fails the sweep until it is sealed or has its reason here.
"""

KEY = "random or serial key"
LINK = "link between rows"
CLOCK = "a time, needed to order and to count"
STATE = "a word from a fixed list, needed to order and to count"
COUNT = "a number without meaning for a person"
STAFF = "staff are told of it when they join: needed to sign in and to be woken"
DESK = "a fact about the organisation, not about a person"
LEDGER = "evidence that must outlive the erasure of its content"
LISTED = "a short word that a list's source gives to an entry, without a name"
RULE = "a sentence of the rules themselves, with bands and no names; needed for the queue"


def plain(reasons: str) -> dict[str, str]:
    """ "id KEY, at CLOCK" as {"id": KEY's words, ...}."""
    return {name: globals()[word] for name, word in (pair.split() for pair in reasons.split(","))}


PLAIN = {
    "vault.master": {"name": "names a master key, opens nothing", "made_at": CLOCK},
    "vault.datakey": {
        **plain("id KEY, kind STATE, subject LINK, version COUNT, created_at CLOCK, destroyed_at CLOCK"),
        "master": "names a master key, opens nothing",
        "wrapped": "a data key, itself wrapped by the master key",
    },
    "ledger.entry": plain(
        "seq KEY, at CLOCK, event STATE, actor LINK, about_kind STATE, about_id LINK,"
        " key_kind STATE, key_id LINK,"
        "content_hmac LEDGER, leaf LEDGER, root LEDGER"
    ),
    "ledger.head": plain("id KEY, size COUNT, hashes LEDGER"),
    "ledger.signer": plain("id KEY, number COUNT, origin DESK, public LEDGER, made_at CLOCK"),
    "ledger.checkpoint": plain("size COUNT, root LEDGER, hashes LEDGER, signed LEDGER, made_at CLOCK"),
    "ledger.document": {
        **plain("id KEY, name STATE, kept STATE, made_at CLOCK"),
        "body": "lies outside in the clear: a signed head, or the numbers of what was erased",
    },
    "ledger.place": plain(
        "id KEY, kind STATE, digest DESK, added_at CLOCK, delivered_at CLOCK, failing_since CLOCK,"
        " problem STATE"
    ),
    "ledger.delivery": plain(
        "id KEY, document LINK, place LINK, attempts COUNT, lease_until CLOCK, next_at CLOCK, done_at CLOCK"
    ),
    "people.staff": {
        **plain(
            "id KEY, email STAFF, name STAFF, roles STATE, is_active STATE, last_login CLOCK, joined_at CLOCK"
        ),
        "password": "a slow salted hash",
    },
    "people.desksession": {
        **plain("person LINK, since CLOCK, last_seen_at CLOCK, ends_at CLOCK"),
        "id": "digest of a random cookie, opens nothing",
        "browser": "one of a few words, such as Firefox on Windows",
    },
    "people.attempts": plain(
        "id KEY, kind STATE, person LINK, count COUNT, since CLOCK, last_at CLOCK, locked_at CLOCK,"
        " told_at CLOCK"
    ),
    "people.knownplace": plain("id KEY, person LINK, last_at CLOCK"),
    "people.externalidentity": plain("id KEY, person LINK, linked_at CLOCK"),
    "people.welcomelink": {
        **plain("id KEY, made_at CLOCK, expires_at CLOCK, used_at CLOCK"),
        "digest": "hash of 256 random bits",
    },
    "people.staffchange": plain(
        "id KEY, person LINK, what STATE, by LINK, at CLOCK, looked_at CLOCK, looked_by LINK,"
        "mail_next_at CLOCK, mail_attempts COUNT, mailed_at CLOCK"
    ),
    "people.apikey": {
        **plain(
            "id KEY, scopes STATE, services LINK, created_by LINK, created_at CLOCK, expires_at CLOCK,"
            " last_used_at CLOCK"
        ),
        "revoked_at": CLOCK,
        "replaced_by": LINK,
        "name": "the operator's own label of a program",
        "prefix": "finds the row, opens nothing",
        "digest": "hash of 256 random bits",
    },
    "organisation.organisation": plain(
        "id KEY, singleton STATE, legal_name DESK, country DESK, place DESK, force_code DESK,"
        "regulated_user_to_user STATE, nca_registered STATE, nca_reference DESK, one_person_mode STATE,"
        "time_zone DESK, holidays_of DESK, urgent_hours DESK, standard_working_days DESK,"
        "open_within_minutes DESK, chase_after_working_days DESK, updated_at CLOCK"
    ),
    "organisation.service": plain("id KEY, slug DESK, name DESK, url DESK, viewer_link DESK"),
    "organisation.team": plain("id KEY, name DESK"),
    "organisation.team_services": plain("id KEY, team LINK, service LINK"),
    "organisation.team_members": plain("id KEY, team LINK, staff LINK"),
    "organisation.note": plain("id KEY, about STATE, by LINK, at CLOCK"),
    "organisation.addressclaim": {
        **plain(
            "id KEY, kind STATE, for_public STATE, read_on CLOCK, proposed_by LINK, proposed_at CLOCK,"
            " proposed_on CLOCK, confirmed_by LINK, confirmed_at CLOCK, confirmed_read_on CLOCK,"
            " one_person_mode STATE, holds_from CLOCK, ended_at CLOCK, ended_by LINK, ending STATE,"
            " superseded_by LINK"
        ),
        **dict.fromkeys(
            (
                "authority",
                "country",
                "name",
                "url",
                "phone",
                "email",
                "shipped",
                "source_title",
                "source_url",
            ),
            "the address of a public body, and the public page that says so",
        ),
    },
    "organisation.destination": {
        **plain(
            "id KEY, kind STATE, plain_allowed STATE, signing STATE, read_on CLOCK, proposed_by LINK,"
            " proposed_at CLOCK, proposed_on CLOCK, confirmed_by LINK, confirmed_at CLOCK,"
            " confirmed_read_on CLOCK, one_person_mode STATE, holds_from CLOCK, ended_at CLOCK,"
            " ended_by LINK, ending STATE, superseded_by LINK, read_again_on CLOCK, read_again_by LINK"
        ),
        **dict.fromkeys(
            ("authority", "name", "email", "fingerprint", "url", "source_title", "source_url"),
            "where a public body or a partner service takes referrals, and the page that says so",
        ),
    },
    "contact.contactpolicy": {
        **plain(
            "id KEY, singleton STATE, proposed_by LINK, proposed_at CLOCK, number COUNT, confirmed_by LINK,"
            " confirmed_at CLOCK, one_person_mode STATE, ended_at CLOCK, ended_by LINK, ending STATE"
        ),
        "name": "the short name that an operator gave a policy",
        "digest": "SHA-256 of a policy, which is about nobody",
    },
    "contact.contact": {
        **plain("id KEY, received_at CLOCK, kind STATE, advice STATE, shown STATE"),
        "facts": "age bands, numbers and yes or no, of which rules and patterns are made, packed",
    },
    "contact.namedaccount": plain("service LINK, last_day CLOCK"),
    "contact.shown": plain("last_at CLOCK, count COUNT, advice STATE, last_day CLOCK"),
    "contact.watched": {
        **plain("points COUNT, oldest_at CLOCK"),
        "window": "cut digests of accounts, age bands and times, packed; found by no id without the key",
    },
    "contact.readupto": plain("id KEY, position COUNT, forgotten COUNT, reader LINK, read_at CLOCK"),
    "contact.raised": {
        **plain(
            "id KEY, at CLOCK, points COUNT, threshold COUNT, observed STATE, report LINK, outcome STATE"
        ),
        "parts": RULE,
        "outcome_at": CLOCK,
    },
    "contact.patternswitch": {
        **plain(
            "id KEY, state STATE, threshold COUNT, window_days COUNT, proposed_by LINK, proposed_at CLOCK"
        ),
        **plain(
            "confirmed_by LINK, confirmed_at CLOCK, one_person_mode STATE, ended_by LINK, ended_at CLOCK"
        ),
        "seen": "counts of a replay, without an account",
    },
    "contact.warned": plain("week CLOCK, kind STATE, band STATE, at CLOCK"),
    "contact.warningweek": plain(
        "id KEY, week CLOCK, kind STATE, band STATE, shown COUNT, refused COUNT, left COUNT, accepted COUNT"
    ),
    "work.task": {
        **plain(
            "id KEY, kind STATE, about_kind STATE, about_id LINK, permission STATE, owner LINK, wakes STATE"
        ),
        **plain(
            "wake_step COUNT, wake_next_at CLOCK, opened_at CLOCK, due_at CLOCK, done_at CLOCK, done_by LINK"
        ),
        "label": "a case's number or a referral's, for the subject line",
    },
    "work.turn": plain("id KEY, person LINK, starts_at CLOCK, ends_at CLOCK, place COUNT"),
    "work.alert": {
        **plain("id KEY, task LINK, person LINK, channel STATE, step COUNT, state STATE, attempts COUNT"),
        **plain("lease_until CLOCK, next_at CLOCK, made_at CLOCK, sent_at CLOCK"),
        "problem": "a class of fault, such as refused, never a server's words",
    },
    "screening.hashlist": {
        **plain("id KEY, kind STATE, source STATE, max_distance COUNT, quality_floor COUNT"),
        **plain("video_share COUNT, on_exact STATE, on_near STATE, sample_percent COUNT"),
        **plain("least_percent COUNT, most_percent COUNT, old_after_days COUNT, ends_on CLOCK"),
        **plain("in_force LINK, checked_at CLOCK, made_at CLOCK"),
        "name": "the desk's own word for a list; on the pages of list officers alone",
        "public_key": "a public key",
    },
    "screening.listversion": {
        **plain("id KEY, hash_list LINK, number COUNT, state STATE, counts COUNT"),
        **plain("made_at CLOCK, in_force_at CLOCK"),
        "source_digest": "digest of a whole file of hashes that nobody can guess",
        "manifest_digest": "digest of a version's own manifest",
    },
    "screening.listchange": {
        **plain("id KEY, hash_list LINK, seq COUNT, action STATE, by LINK, at CLOCK"),
        **dict.fromkeys(("category", "grade"), LISTED),
    },
    "screening.shelf": plain("id KEY, generation COUNT"),
    "screening.match": {
        **plain("id KEY, hash_list LINK, version LINK, entry COUNT, kind STATE, distance COUNT, exact STATE"),
        **plain("look STATE, sampled STATE, matched_at CLOCK, answer STATE, answered_by LINK"),
        **plain("answered_at CLOCK, set_aside LINK, told_source_at CLOCK"),
        **dict.fromkeys(("category", "grade"), LISTED),
    },
    "screening.held": {
        **plain("id KEY, until CLOCK"),
        "reference": "a random reference",
    },
    "screening.unscreened": {
        **plain("id KEY, reason STATE, size COUNT, service LINK, received_at CLOCK, answer STATE"),
        **plain("answered_by LINK, answered_at CLOCK"),
        "reference": "a random reference",
        "sent_by": "the API key",
    },
    "screening.probe": plain(
        "id KEY, kind STATE, key LINK, queries COUNT, began_at CLOCK, seen_at CLOCK, looked_at CLOCK,"
        "looked_at_by LINK"
    ),
    "intake.report": {
        **plain("id KEY, source STATE, concerns STATE, danger_now STATE, service LINK, state STATE"),
        **plain("slow STATE, received_at CLOCK, occurred_at CLOCK"),
        "sent_by": "the API key, or public",
    },
    "intake.item": {
        **plain("id KEY, report LINK, place COUNT, uploaded_at CLOCK"),
        "content_type": "a media type, its form checked on the way in",
    },
    "intake.account": plain("id KEY, report LINK, place COUNT, role STATE, age_band STATE"),
    "intake.signal": {
        **plain("id KEY, report LINK, place COUNT, kind STATE, item LINK, match LINK"),
        "produced_by": "name and version of a program",
    },
    "intake.identifier": plain("id KEY, report LINK, kind STATE, joins STATE"),
    "intake.retry": {
        **plain("id KEY, report LINK, made_at CLOCK"),
        "client": "the API key, or public",
    },
    "intake.connector": {
        **plain("id KEY, kind STATE, state STATE, service LINK, former_until CLOCK, made_by LINK"),
        **plain("made_at CLOCK, last_seen_at CLOCK, unsigned COUNT, unsigned_at CLOCK"),
        "name": "the operator's own label of a program",
        "set_as": "a keyed digest of the row, by which an edited one is told",
    },
    "intake.arrival": plain("id KEY, connector LINK, at CLOCK, outcome STATE, report_id LINK, again COUNT"),
    "intake.mailplace": {
        **plain("id KEY, validity COUNT, next_uid COUNT, looked_at CLOCK, taken COUNT, set_aside COUNT"),
        "problem": "a short word of ours for what came back",
    },
    "triage.case": plain(
        "id KEY, number KEY, state STATE, priority STATE, points COUNT, reasons RULE, concerns STATE,"
        "overridden STATE, danger_now STATE, child_suspect STATE, service LINK, owner LINK, claimed_at CLOCK,"
        "opened_at CLOCK, first_seen_at CLOCK, first_seen_by LINK, due_at CLOCK, merged_into LINK,"
        "report_count COUNT"
    ),
    "triage.membership": plain(
        "id KEY, case LINK, report LINK, why STATE, priority STATE, points COUNT,"
        " reasons RULE, joined_at CLOCK,"
        "left_at CLOCK"
    ),
    "triage.remark": plain("id KEY, case LINK, kind STATE, by LINK, at CLOCK"),
    "triage.reveal": plain(
        "id KEY, case LINK, person LINK, everything STATE, second_look STATE, at CLOCK, until CLOCK,"
        " looked_at CLOCK, looked_at_by LINK, one_person_mode STATE"
    ),
    "triage.leave": plain(
        "id KEY, case LINK, person LINK, asked_at CLOCK, answered_at CLOCK, answered_by LINK, until CLOCK,"
        " one_person_mode STATE"
    ),
    "triage.looking": plain(
        "id KEY, person LINK, case LINK, kind STATE, fields COUNT, closed STATE, on_call STATE, at CLOCK"
    ),
    "triage.counter": plain("id KEY, next_number COUNT"),
    "decisions.decision": plain(
        "id KEY, case LINK, outcome STATE, category STATE, state STATE, child_suspect STATE,"
        " asks_for_two STATE,"
        "one_person_mode STATE, made_by LINK, made_at CLOCK, confirmed_by LINK, confirmed_at CLOCK,"
        "ended_by LINK, ended_at CLOCK"
    ),
    "decisions.view": plain("id KEY, case LINK, item LINK, by LINK, at CLOCK, form STATE"),
    "decisions.emergencycall": {
        **plain("id KEY, case LINK, by LINK, called_at CLOCK, one_person_mode STATE, looked_at_by LINK"),
        "looked_at": CLOCK,
        "number": "an emergency number, such as 999",
    },
    "referrals.referral": {
        **plain("id KEY, number KEY, case LINK, decision LINK, channel STATE, how_fast STATE, place COUNT"),
        **plain(
            "confirmed_address STATE, state STATE, drafted_at CLOCK, composed_at CLOCK, released_by LINK,"
            " purpose STATE, follows LINK"
        ),
        **plain("released_at CLOCK, one_person_mode STATE, chase_at CLOCK"),
        "authority": "a public body",
        "authority_name": "a public body",
    },
    "referrals.routetaken": plain("id KEY, case LINK, decision LINK, taken_at CLOCK"),
    "referrals.pack": {
        **plain("id KEY, referral LINK, case_id LINK, kind STATE, size COUNT, made_at CLOCK"),
        "sha256": "digest of a whole document that nobody can guess, to compare with what an authority holds",
    },
    "referrals.delivery": {
        **plain("id KEY, referral LINK, case_id LINK, channel STATE, outcome STATE, by LINK, at CLOCK"),
        "sent_sha256": "digest of a whole document that nobody can guess, to compare with what they hold",
        "answer": "a short word of ours for what came back",
    },
    "referrals.dispatch": {
        **plain("id KEY, referral LINK, case_id LINK, channel STATE, state STATE, wanted STATE"),
        **plain("wanted_by LINK, attempts COUNT, began_at CLOCK, next_at CLOCK, ended_at CLOCK"),
        **plain("late_told_at CLOCK, lease KEY, lease_until CLOCK, resumed_at CLOCK, mode STATE"),
        **plain("failures COUNT, broken_off COUNT"),
        "way": "the digest of a public address, to see whether it has changed",
        "line": "a channel and a public body or partner",
        "problem": "a short word of ours for what came back",
    },
    "referrals.letter": plain("id KEY, referral LINK, case_id LINK, dispatch LINK, made_at CLOCK"),
    "referrals.breaker": {
        **plain("failures COUNT, open_until CLOCK, last_failed_at CLOCK, last_arrived_at CLOCK"),
        "line": "a channel and a public body or partner",
        "problem": "a short word of ours for what came back",
    },
    "referrals.tick": plain("id KEY, referral LINK, case_id LINK, point STATE, by LINK, at CLOCK"),
    "referrals.assessment": plain(
        "id KEY, referral LINK, case_id LINK, outcome STATE, category STATE, said_on CLOCK, listed STATE,"
        " noted_by LINK, noted_at CLOCK"
    ),
    "referrals.incoming": plain(
        "id KEY, referral LINK, case_id LINK, kind STATE, state STATE, channel STATE, said_at CLOCK,"
        " due_at CLOCK, reminded_at CLOCK, noted_by LINK, noted_at CLOCK, ended_by LINK, ended_at CLOCK"
    ),
    "referrals.falsealarm": plain(
        "id KEY, referral LINK, case_id LINK, said_by LINK, said_at CLOCK, released_by LINK,"
        " released_at CLOCK, one_person_mode STATE, in_danger_now STATE"
    ),
    "referrals.donttell": plain(
        "id KEY, referral LINK, case_id LINK, basis STATE, until CLOCK, noted_by LINK, noted_at CLOCK,"
        " lifted_at CLOCK, lifted_by LINK"
    ),
    "referrals.reported": {
        **plain("id KEY, referral LINK, case LINK, report_id LINK, kept_as LINK, label KEY, statutory STATE"),
        **plain("entered_at CLOCK, told_at CLOCK, taken_back_at CLOCK"),
        "authority": "a public body",
        "authority_name": "a public body",
    },
    "referrals.reportedthing": plain("id KEY, reported LINK, kind STATE"),
    "enforcement.order": {
        **plain(
            "id KEY, kind STATE, state STATE, origin STATE, target_kind STATE, place COUNT, case LINK,"
            " service LINK, decision LINK, undoes LINK, made_by LINK, made_at CLOCK, due_at CLOCK,"
            " delivered_at CLOCK, answered_at CLOCK, ended_at CLOCK"
        ),
        "answered_by": "the operator's own label of a program",
    },
    "enforcement.notice": plain(
        "id KEY, order LINK, case LINK, kind STATE, reader STATE, made_at CLOCK, appeal_until CLOCK,"
        " held_since CLOCK, let_go_at CLOCK, told_at CLOCK, told_by STATE, next_at CLOCK, attempts COUNT,"
        " problem STATE"
    ),
    "enforcement.appeal": {
        **plain(
            "id KEY, number COUNT, kind STATE, state STATE, outcome STATE, case LINK, order LINK,"
            " notice LINK, report LINK, decision LINK, service LINK, received_at CLOCK, due_at CLOCK,"
            " decided_by LINK, decided_at CLOCK, one_person_mode STATE, answer_mailed_at CLOCK,"
            " next_at CLOCK, attempts COUNT, problem STATE"
        ),
        "sent_by": "the operator's own label of a program, or that it was the public form",
    },
    "enforcement.endpoint": {
        **plain(
            "id KEY, kind STATE, state STATE, service LINK, set_by LINK, set_at CLOCK, failures COUNT,"
            " open_until CLOCK, problem STATE, last_failed_at CLOCK, last_arrived_at CLOCK"
        ),
        "name": "the operator's own label of a program",
        "url": "the operator's own address",
        "set_as": "a keyed HMAC of what a person set",
    },
    "enforcement.shipment": plain(
        "id KEY, seq COUNT, endpoint LINK, order LINK, event STATE, state STATE, attempts COUNT,"
        " failures COUNT, broken_off COUNT, began_at CLOCK, next_at CLOCK, ended_at CLOCK, problem STATE,"
        " lease LINK, lease_until CLOCK"
    ),
    "enforcement.shipmentattempt": plain("id KEY, shipment LINK, at CLOCK, answer STATE, milliseconds COUNT"),
    "enforcement.preserved": {
        **plain(
            "id KEY, order LINK, place COUNT, case LINK, label KEY, service LINK, state STATE, law STATE,"
            " kept_at CLOCK, until CLOCK, asked_at CLOCK, released_at CLOCK, released_by LINK,"
            " destroyed_at CLOCK, early STATE"
        ),
        "said_by": "the operator's own label of a program, or a member of staff",
    },
    "enforcement.followed": plain("id KEY, read_to COUNT"),
    "enforcement.clock": plain(
        "id KEY, case LINK, referral LINK, code STATE, bound STATE, covers STATE, begins_at CLOCK,"
        " ends_at CLOCK, added_by LINK, lifted_at CLOCK, lifted_by LINK"
    ),
    "enforcement.keeping": plain(
        "case LINK, planned_at CLOCK, kept_until CLOCK, erase_by CLOCK, due_at CLOCK, ask_at CLOCK,"
        " collides STATE"
    ),
    "enforcement.destroyorder": plain(
        "id KEY, case LINK, state STATE, asked_by LINK, asked_at CLOCK, ended_by LINK, ended_at CLOCK,"
        " one_person_mode STATE"
    ),
    "enforcement.erasure": {
        **plain(
            "id KEY, label KEY, rule STATE, keys LINK, rows COUNT, begun_at CLOCK, keys_gone_at CLOCK,"
            " rows_gone_at CLOCK, files_clean_at CLOCK, ledger_entry COUNT, sha256 LEDGER"
        ),
        "grounds": "the names of the laws whose time was over, with their days",
    },
    "enforcement.tombstone": plain("case_id LINK, label KEY, erasure LINK"),
    "enforcement.keptreference": {
        **plain("id KEY, erasure LINK, label KEY, code STATE, told_at CLOCK, keep_until CLOCK"),
        "authority_name": "an authority of the directory",
    },
    "enforcement.watch": plain(
        "id KEY, seen_at CLOCK, stopped_at CLOCK, jumped_from CLOCK, jumped_to CLOCK, read_to COUNT,"
        " settings DESK"
    ),
}

# Keyed HMACs: found by the exact value alone, useless without the key.
LOOKUPS = {
    ("people.externalidentity", "subject"),
    ("people.attempts", "account"),
    ("people.attempts", "place"),
    ("people.knownplace", "place"),
    ("screening.held", "content"),
    ("contact.contact", "key"),
    ("contact.contact", "actor"),
    ("contact.contact", "recipient"),
    ("contact.contact", "group_digest"),
    ("contact.contact", "place_digest"),
    ("contact.namedaccount", "id"),
    ("contact.shown", "key"),
    ("contact.watched", "actor"),
    ("contact.raised", "actor"),
    ("contact.warned", "pair"),
    ("intake.report", "receipt_lookup"),
    ("intake.identifier", "digest"),
    ("intake.retry", "key"),
    ("intake.retry", "body"),
    ("intake.arrival", "body"),
    ("intake.mailplace", "mailbox"),
    ("enforcement.order", "target"),
    ("enforcement.notice", "code_lookup"),
    ("enforcement.appeal", "code_lookup"),
    ("enforcement.appeal", "retry_lookup"),
    ("enforcement.appeal", "receipt_lookup"),
    ("enforcement.shipment", "target"),
    ("referrals.assessment", "address_lookup"),
    ("referrals.referral", "reference_lookup"),
    ("referrals.incoming", "reference_lookup"),
    ("referrals.reported", "reference_lookup"),
    ("referrals.reportedthing", "digest"),
    ("organisation.destination", "confirmed_as"),
    ("referrals.falsealarm", "texts"),
}
