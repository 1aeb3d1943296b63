# Hooks of the API fuzzing: rules of this API that a JSON Schema cannot say, so that a generated request is only called
# valid when it is. Requests that are meant to be invalid go out as they are.
import re

import schemathesis
from schemathesis import GenerationMode

import real_ids

# For If-Match the tool sends an unquoted 0 as a valid value, whatever the pattern says.
ENTITY_TAG = re.compile(r'^([*]|(W/)?"[!#-~]*")$')

# The values built in; the API takes those that are in use.
CODES = {
    "request_type": {"GENERAL_INQUIRY", "ACCOUNT_UPDATE", "AGREEMENT_CHANGE", "INCIDENT_REPORT", "COMPLAINT"},
    "priority": {"low", "medium", "high", "urgent"},
    "assigned_team": {"OPERATIONS_TEAM", "CUSTOMER_CARE_TEAM", "AGREEMENTS_TEAM", "TECHNICAL_TEAM"},
    "intake_method": {"manual_form", "phone", "email", "api"},
}

# A range of time starts before it ends, and the chart's is short.
RANGES = {
    "created_from": "2026-01-01",
    "created_to": "2026-12-31T23:59:59Z",
    "from": "2026-11-01",
    "to": "2026-11-07",
}

EXTENSIONS = {
    "text/plain": (".txt",),
    "text/csv": (".csv",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/pdf": (".pdf",),
}


@schemathesis.hook
def before_call(context, case, kwargs):
    # Makes valid what a schema cannot say. Here, because what comes from an earlier answer is put in after all other hooks.
    if case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE:
        real_ids.with_real_ids(case)
        for name, instant in RANGES.items():
            if case.query and name in case.query:
                case.query[name] = instant
        if isinstance(case.body, dict):
            with_known_codes(case.body)
            with_matching_name(case.body.get("document", case.body))


def with_known_codes(body):
    """Codes are those of the catalogue, which the description does not list because it changes."""
    for name, codes in CODES.items():
        if name in body and body[name] not in codes:
            body[name] = min(codes)


def with_matching_name(document):
    """A name ends as its type says."""
    endings = EXTENSIONS.get(document.get("content_type")) if isinstance(document, dict) else None
    if endings is not None and not str(document.get("file_name")).lower().endswith(endings):
        document["file_name"] = "file" + endings[0]


@schemathesis.hook
def filter_case(context, case):
    # A cursor is opaque, signed and bound to its list: a made-up one is never valid. The lists' own tests use real ones.
    if case.query and "cursor" in case.query or "cursor" in filter_of(case.body):
        return False
    tag = (case.headers or {}).get("If-Match")
    if tag is not None and ENTITY_TAG.match(str(tag)) is None:
        return False
    if case.meta is not None and case.meta.generation.mode == GenerationMode.NEGATIVE:
        return True
    body = case.body if isinstance(case.body, dict) else {}
    query = case.query or {}
    return searchable(query) and due_and_open(case, query) and known_codes(query) and consistent(case, body)


def filter_of(body):
    """The filter in a body that names a set by one."""
    named = body.get("filter") if isinstance(body, dict) else None
    return named if isinstance(named, dict) else {}


def searchable(query):
    """A search looks for at least two letters or digits, or for one whole e-mail address."""
    return all(len(re.findall(r"[A-Za-z0-9]", str(query[name]))) >= 2 for name in ("q", "requester") if name in query)


def due_and_open(case, query):
    """Only cases that are not closed are listed by when they are due."""
    closed = {"completed", "rejected"} & set(str(query.get("status", "")).split(","))
    return case.operation.path != "/operational/cases" or query.get("sort") != "due_at" or not closed


def known_codes(query):
    return all(
        value in codes for name, codes in CODES.items() if name in query for value in str(query[name]).split(",")
    )


def consistent(case, body):
    """Fields that depend on each other, and values that later requests rely on."""
    path = case.operation.path
    document = body.get("document", body)
    if isinstance(document, dict) and "file_name" in document:
        if document.get("size_bytes", 0) > 10 * 1024 * 1024:
            return False
    if path.startswith("/reference/{kind}"):
        # Priorities alone have target hours, and need them; an end comes after its beginning; a built-in value stays in use.
        if not {"target_hours", "valid_from", "valid_to"}.isdisjoint(body) or "code" in body and is_priority(case):
            return False
    # A case is due after it was made.
    return "due_at" not in body


def is_priority(case):
    return (case.path_parameters or {}).get("kind") == "priorities"
