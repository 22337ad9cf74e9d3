"""Calls every operation through the client that openapi-python-client made, and reads every answer."""

import sys
import time
import uuid
from typing import Any, TypeVar, cast

from httpx import Timeout

from caravan_client import Client
from caravan_client.api.ask import delete_generation, generate_image
from caravan_client.api.look import (
    get_api_description,
    get_generation,
    get_generation_content,
    list_costs,
    list_generations,
    list_models,
)
from caravan_client.models import (
    ApiDescription,
    CostList,
    GenerateRequest,
    GeneratedImage,
    GeneratedText,
    Generation,
    GenerationPage,
    Metadata,
    ModelList,
    Problem,
    QueuedPrompt,
    Status,
)
from caravan_client.types import File, Response, Unset

LARGE_SEED = 3_893_231_615
TEXT_MODEL = "amazon.nova-lite-v1:0"
T = TypeVar("T")

client = Client(base_url=sys.argv[1], timeout=Timeout(120))


def check(what: str, is_true: bool) -> None:
    if not is_true:
        raise SystemExit(f"not as described: {what}")


def read(kind: type[T], response: Response[Any], status: int = 200) -> T:
    check(f"{status}, not {response.status_code}", response.status_code == status)
    check(f"{kind.__name__}, not {type(response.parsed).__name__}", isinstance(response.parsed, kind))
    return cast(T, response.parsed)


def refused(status: int, code: str, response: Response[Any]) -> None:
    problem = read(Problem, response, status)
    check(f"the code {code}, not {problem.code}", problem.code == code)


def description() -> None:
    described = read(ApiDescription, get_api_description.sync_detailed(client=client))
    check("the description", described.openapi.startswith("3.1."))


def models() -> None:
    catalogue = read(ModelList, list_models.sync_detailed(client=client))
    check("the default model is in the list", catalogue.default in [model.id for model in catalogue.models])
    seeds = [model.limits.seed for model in catalogue.models if not isinstance(model.limits.seed, Unset)]
    check("a seed's limit is above an int", any(seed.max_ > 2**31 for seed in seeds))


def image() -> None:
    metadata = Metadata.from_dict({"ticket": "A-1"})
    request = GenerateRequest(prompt="a red house by a fjord", seed=LARGE_SEED, metadata=metadata)
    made = read(GeneratedImage, generate_image.sync_detailed(client=client, body=request))
    check("the image's path", made.image_path.endswith(".png"))
    check("the image's seed", made.seed == LARGE_SEED)

    record = read(Generation, get_generation.sync_detailed(made.id, client=client))
    check("the record's status", record.status == Status.DONE)
    check("the record's seed", record.seed == LARGE_SEED)
    assert not isinstance(record.prompt, Unset) and not isinstance(record.result, Unset)
    assert not isinstance(record.prompt.metadata, Unset) and not isinstance(record.times.stored, Unset)
    check("the record's metadata", record.prompt.metadata["ticket"] == "A-1")
    check("the record's times", record.times.stored >= record.times.received)

    content = read(File, get_generation_content.sync_detailed(made.id, client=client)).payload.read()
    check("the image's size", len(content) == made.bytes_)
    check("the image is a PNG", content.startswith(b"\x89PNG"))
    part = get_generation_content.sync_detailed(made.id, client=client, range_="bytes=1-3")
    check("a part of the image", read(File, part, 206).payload.read() == b"PNG")
    beyond = get_generation_content.sync_detailed(made.id, client=client, range_="bytes=999999999-")
    refused(416, "RANGE_NOT_SATISFIABLE", beyond)
    etag = f'"{record.result.sha256}"'
    known = get_generation_content.sync_detailed(made.id, client=client, if_none_match=etag)
    check("304", known.status_code == 304)
    other = get_generation_content.sync_detailed(made.id, client=client, if_match='"other"')
    refused(412, "PRECONDITION_FAILED", other)


def text() -> None:
    key = str(uuid.uuid4())
    request = GenerateRequest(prompt="a haiku about snow", model=TEXT_MODEL)
    made = read(GeneratedText, generate_image.sync_detailed(client=client, body=request, idempotency_key=key))
    check("the text's path", made.text_path.endswith(".txt"))
    check("a text has no seed", made.seed is None)
    check("the text's stop reason", not isinstance(made.stop_reason, Unset))
    content = read(File, get_generation_content.sync_detailed(made.id, client=client)).payload.read()
    check("the text", content.decode() == made.text)

    same = read(GeneratedText, generate_image.sync_detailed(client=client, body=request, idempotency_key=key))
    check("the same key", same.id == made.id)
    another = GenerateRequest(prompt="another", model=TEXT_MODEL)
    reused = generate_image.sync_detailed(client=client, body=another, idempotency_key=key)
    refused(422, "IDEMPOTENCY_KEY_REUSED", reused)


def queued() -> None:
    request = GenerateRequest(prompt="later", model=TEXT_MODEL)
    response = generate_image.sync_detailed(client=client, body=request, prefer="respond-async")
    accepted = read(QueuedPrompt, response, 202)
    check("the path of the record", accepted.status_url.endswith(accepted.id))
    for _ in range(120):
        record = read(Generation, get_generation.sync_detailed(accepted.id, client=client))
        if record.status == Status.DONE:
            return
        time.sleep(0.5)
    check("the prompt is done within a minute", False)


def pages() -> None:
    first = read(GenerationPage, list_generations.sync_detailed(client=client, limit=1))
    assert first.next_ is not None
    second = read(GenerationPage, list_generations.sync_detailed(client=client, limit=100, before=first.next_))
    check("the second page", first.generations[0].id not in [row.id for row in second.generations])
    check("all of them are listed", len(second.generations) >= 2)
    search = list_generations.sync_detailed(client=client, status=Status.DONE, model=TEXT_MODEL, text="HAIKU")
    found = read(GenerationPage, search)
    check("the text is found", len(found.generations) > 0)
    check("the search looked at generations", found.searched.generations > 0)


def costs() -> None:
    days = read(CostList, list_costs.sync_detailed(client=client, days=2)).days
    check("the cost of today", days[0].usd > 0)


def removed() -> None:
    request = GenerateRequest(prompt="not kept", model=TEXT_MODEL)
    made = read(GeneratedText, generate_image.sync_detailed(client=client, body=request))
    record = read(Generation, delete_generation.sync_detailed(made.id, client=client))
    check("the record says that it was deleted", not isinstance(record.times.deleted, Unset))
    refused(410, "CONTENT_DELETED", get_generation_content.sync_detailed(made.id, client=client))


def problems() -> None:
    refused(400, "BAD_REQUEST", list_generations.sync_detailed(client=client, limit=0))
    refused(404, "NOT_FOUND", get_generation.sync_detailed("unknown", client=client))
    bad = GenerateRequest(prompt="a red house", aspect_ratio="7:1")
    refused(422, "INVALID_PROMPT", generate_image.sync_detailed(client=client, body=bad))


for step in (description, models, image, text, queued, pages, costs, removed, problems):
    step()
