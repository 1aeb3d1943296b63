# Ids that exist, so that generated requests reach what is behind "not found". They are asked for again with each operation,
# because requests add, decide and delete.
import json
import os
import urllib.request
import zlib

# Where ids of each kind are listed, and what they are called there.
LISTS = {
    "submission_id": "/intake/submissions",
    "document_id": "/documents",
    "request_number": "/source-system/service-requests",
    "operation_case_id": "/operational/cases",
    "business_object_id": "/canonical/business-objects",
    "dead_letter_id": "/integration/dead-letters",
    "erasure_id": "/intake/erasures",
}
PLURALS = {"operation_case_ids": "operation_case_id", "dead_letter_ids": "dead_letter_id"}
KINDS = ("request_types", "priorities", "assigned_teams", "intake_methods")
ASSETS = ("swagger-ui.css", "swagger-ui-bundle.js", "init.js")

_known = {"operation": None, "ids": {}}


def for_operation(label):
    """Ids by parameter, as the API lists them when an operation's turn begins."""
    if _known["operation"] != label:
        _known.update(operation=label, ids={})
    return _known["ids"]


def ids_of(label, name):
    ids = for_operation(label)
    if name not in ids:
        ids[name] = [str(item[name]) for item in read(LISTS[name])["data"]]
    return ids[name]


def codes_of(label, kind):
    ids = for_operation(label)
    if kind not in ids:
        ids[kind] = [value["code"] for value in read("/reference/" + kind)["data"]]
    return ids[kind]


def read(path):
    request = urllib.request.Request(
        os.environ["FUZZ_API"] + path, headers={"Authorization": "Bearer " + os.environ["FUZZ_TOKEN"]}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def one_of(values, made_up):
    """The same choice for the same made-up value; now and then the made-up one stays."""
    choice = zlib.crc32(str(made_up).encode()) % (len(values) + 1)
    return values[choice] if choice < len(values) else made_up


def with_real_ids(case):
    label, path = case.operation.label, case.path_parameters or {}
    for name in LISTS:
        if name in path:
            path[name] = one_of(ids_of(label, name), path[name])
    if "asset" in path:
        path["asset"] = one_of(ASSETS, path["asset"])
    if case.operation.path == "/canonical/lineage-graph" and case.query and "id" in case.query:
        case.query["id"] = one_of(ids_of(label, "operation_case_id"), case.query["id"])
    if "code" in path and path.get("kind") in KINDS:
        path["code"] = one_of(codes_of(label, path["kind"]), path["code"])
    if isinstance(case.body, dict):
        for plural, name in PLURALS.items():
            if isinstance(case.body.get(plural), list):
                case.body[plural] = list(dict.fromkeys(one_of(ids_of(label, name), made_up) for made_up in case.body[plural]))
