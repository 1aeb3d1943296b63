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

EXTENSIONS = {
    "text/plain": (".txt",),
    "text/csv": (".csv",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/pdf": (".pdf",),
}


@schemathesis.hook
def map_case(context, case):
    if case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE:
        real_ids.with_real_ids(case)
        if case.operation.path == "/admin/demo/reset" and isinstance(case.body, dict):
            # An empty store would leave nothing to ask about.
            case.body["seed"] = True
    return case


@schemathesis.hook
def filter_case(context, case):
    # A cursor is opaque, signed and bound to its list: a made-up one is never valid. The lists' own tests use real ones.
    if case.query and "cursor" in case.query:
        return False
    tag = (case.headers or {}).get("If-Match")
    if tag is not None and ENTITY_TAG.match(str(tag)) is None:
        return False
    if case.meta is not None and case.meta.generation.mode == GenerationMode.NEGATIVE:
        return True
    body = case.body if isinstance(case.body, dict) else {}
    query = case.query or {}
    return ordered_range(query) and searchable(query) and known_codes(query, body) and consistent(case, body)


def ordered_range(query):
    """A range of time starts before it ends, and is one that records can be in."""
    for first, last in (("created_from", "created_to"), ("from", "to")):
        if first in query or last in query:
            return False
    return True


def searchable(query):
    """A search looks for at least two letters or digits, or for one whole e-mail address."""
    return all(len(re.findall(r"[A-Za-z0-9]", str(query[name]))) >= 2 for name in ("q", "requester") if name in query)


def known_codes(query, body):
    """Codes are those of the catalogue, which the description does not list because it changes."""
    for name, codes in CODES.items():
        for value in str(query[name]).split(",") if name in query else []:
            if value not in codes:
                return False
        if name in body and body[name] not in codes:
            return False
    return True


def consistent(case, body):
    """Fields that depend on each other, and values that later requests rely on."""
    path = case.operation.path
    document = body.get("document", body)
    if isinstance(document, dict) and "file_name" in document:
        endings = EXTENSIONS.get(document.get("content_type"), ())
        if not str(document["file_name"]).lower().endswith(endings) or document.get("size_bytes", 0) > 10 * 1024 * 1024:
            return False
    if path.startswith("/reference/{kind}"):
        # Priorities alone have target hours, and need them; an end comes after its beginning; a built-in value stays in use.
        if not {"target_hours", "valid_from", "valid_to"}.isdisjoint(body) or "code" in body and is_priority(case):
            return False
    # A case is due after it was made.
    return "due_at" not in body


def is_priority(case):
    return (case.path_parameters or {}).get("kind") == "priorities"
