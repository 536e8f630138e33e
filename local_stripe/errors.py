"""The errors the API answers with, in Stripe's own shape."""

from typing import Any

Json = dict[str, Any]

_DOCS = "https://docs.stripe.com/error-codes"


class ApiError(Exception):
    """An answer that is an error.

    `keep` says that what the request wrote so far stays: a declined payment leaves its intent,
    charge and events behind, every other error leaves nothing.
    """

    def __init__(
        self, status: int, kind: str, message: str, *, keep: bool = False, **detail: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keep = keep
        self.detail: Json = {"type": kind, "message": message, **detail}
        if code := detail.get("code"):
            self.detail["doc_url"] = f"{_DOCS}/{code.replace('_', '-')}"

    @property
    def body(self) -> Json:
        """The JSON body of the answer."""
        return {"error": self.detail}


def invalid(message: str, **detail: Any) -> ApiError:
    """The request cannot be carried out as it stands."""
    return ApiError(400, "invalid_request_error", message, **detail)


def missing(kind: str, object_id: str, *, param: str = "id") -> ApiError:
    """There is no such object."""
    return ApiError(
        404,
        "invalid_request_error",
        f"No such {kind.replace('_', '')}: '{object_id}'",
        code="resource_missing",
        param=param,
    )
