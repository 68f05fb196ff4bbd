"""Calls WorkLink by boto3: a JSON object a line in; one a line out, {"output"} or {"error"}.

In: {"client": {"endpoint", "region", "accessKeyId", "secretAccessKey", "attempts"?, "validate"?}, "operation", "input"},
or instead of operation and input {"presign": {"operation", "input", "expiresIn"}}.
A time comes back as {"$time": <ISO 8601>}, with its offset where it has one: a time without a zone would show.
"""

import datetime
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

SESSION = boto3.session.Session()
CLIENTS = {}


def client(settings):
    key = json.dumps(settings, sort_keys=True)
    if key not in CLIENTS:
        CLIENTS[key] = SESSION.client(
            "worklink",
            endpoint_url=settings["endpoint"],
            region_name=settings["region"],
            aws_access_key_id=settings["accessKeyId"],
            aws_secret_access_key=settings["secretAccessKey"],
            config=Config(
                retries={"mode": "standard", "total_max_attempts": settings.get("attempts", 1)},
                parameter_validation=settings.get("validate", True),
            ),
        )
    return CLIENTS[key]


def python_name(service, operation):
    return next(python for python, name in service.meta.method_to_api_mapping.items() if name == operation)


def exception_class(service, code):
    """The class the client has for an exception of the service's model; none for any other."""
    try:
        return getattr(service.exceptions, code)
    except AttributeError:
        return None


def refused(service, error):
    code = error.response["Error"]["Code"]
    metadata = error.response["ResponseMetadata"]
    return {
        "class": type(error).__name__,
        "isClassOfClient": type(error) is exception_class(service, code),
        "code": code,
        "message": error.response["Error"]["Message"],
        "status": metadata["HTTPStatusCode"],
        "requestId": metadata.get("RequestId"),
        "retries": metadata["RetryAttempts"],
    }


def answer(request):
    service = client(request["client"])
    if "presign" in request:
        asked = request["presign"]
        name = python_name(service, asked["operation"])
        return {"output": service.generate_presigned_url(name, asked["input"], asked["expiresIn"])}
    try:
        output = getattr(service, python_name(service, request["operation"]))(**request["input"])
    except ClientError as error:
        return {"error": refused(service, error)}
    except BotoCoreError as error:
        return {"error": {"class": type(error).__name__, "message": str(error)}}
    metadata = output.pop("ResponseMetadata")
    return {"output": output, "retries": metadata["RetryAttempts"], "requestId": metadata.get("RequestId")}


def written(value):
    if isinstance(value, datetime.datetime):
        return {"$time": value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be told")


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), default=written), flush=True)
