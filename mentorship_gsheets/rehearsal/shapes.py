"""Refusals by name, in the words of the real services, for faults on order and for what is switched off."""

from __future__ import annotations

from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.discovery import TITLES
from mentorship_gsheets.rehearsal.quota import DEFAULTS, exhausted


def refusal(shape: str, service: str, project: str) -> ApiError:
    """Make the error of a name.

    Parameters
    ----------
    shape
        One of `SHAPES`.
    service
        Name of the API: ``sheets``, ``drive``, ``forms`` or ``gmail``.
    project
        Number of the cloud project, as Google's messages name it.

    Returns
    -------
    ApiError
        The error, to be raised.

    Raises
    ------
    ValueError
        There is no error of that name.
    """
    if shape == "quota":
        key = next(key for key in DEFAULTS if key.startswith(service))
        return exhausted(service, DEFAULTS[key], project, per_user=True)
    if shape == "rate":
        error = exhausted(service, DEFAULTS["drive.all"], project, per_user=True)
        return ApiError(
            403,
            "PERMISSION_DENIED",
            "User Rate Limit Exceeded",
            details=error.details,
            reason="userRateLimitExceeded",
            domain="usageLimits",
        )
    if shape == "disabled":
        return disabled(service, project)
    if shape == "scopes":
        return insufficient_scopes(service, f"google.{service}")
    if shape not in SHAPES:
        raise ValueError(f"no error shape {shape!r}; there are {', '.join(SHAPES)}")
    code, status, message, reason = _PLAIN[shape]
    return ApiError(code, status, message, reason=reason)


_PLAIN = {
    "internal": (500, "INTERNAL", "Internal error encountered.", "internalError"),
    "backend": (500, "UNKNOWN", "Unknown Error.", "backendError"),
    "unavailable": (503, "UNAVAILABLE", "The service is currently unavailable.", "backendError"),
    "deadline": (504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.", "backendError"),
    "aborted": (409, "ABORTED", "The operation was aborted.", "conflict"),
    "forbidden": (403, "PERMISSION_DENIED", "The caller does not have permission", "forbidden"),
    "dailyLimit": (403, "PERMISSION_DENIED", "Daily Limit Exceeded", "dailyLimitExceeded"),
}

SHAPES = ("quota", "rate", "disabled", "scopes", *_PLAIN)
"""The names :func:`refusal` knows."""


def disabled(service: str, project: str) -> ApiError:
    """Make the 403 for an API the project has not enabled, with the address where that is done.

    Parameters
    ----------
    service
        Name of the API: ``sheets``, ``drive``, ``forms`` or ``gmail``.
    project
        Number of the cloud project, as Google's messages name it.

    Returns
    -------
    ApiError
        The error, to be raised.
    """
    host = f"{service}.googleapis.com"
    url = f"https://console.developers.google.com/apis/api/{host}/overview?project={project}"
    message = (
        f"{TITLES[service]} has not been used in project {project} before or it is disabled. Enable it by visiting "
        f"{url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our "
        "systems and retry."
    )
    metadata = {
        "activationUrl": url,
        "consumer": f"projects/{project}",
        "containerInfo": project,
        "service": host,
        "serviceTitle": TITLES[service],
    }
    links = [{"description": "Google developers console API activation", "url": url}]
    return ApiError(
        403,
        "PERMISSION_DENIED",
        message,
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "SERVICE_DISABLED",
                "domain": "googleapis.com",
                "metadata": metadata,
            },
            {"@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": message},
            {"@type": "type.googleapis.com/google.rpc.Help", "links": links},
        ],
        reason="accessNotConfigured",
        domain="usageLimits",
    )


def insufficient_scopes(service: str, method: str) -> ApiError:
    """Make the 403 for an access token without any of the scopes the method takes.

    Parameters
    ----------
    service
        Name of the API: ``sheets``, ``drive``, ``forms`` or ``gmail``.
    method
        Google's full name of the method.

    Returns
    -------
    ApiError
        The error, to be raised.
    """
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"method": method, "service": f"{service}.googleapis.com"},
    }
    return ApiError(
        403,
        "PERMISSION_DENIED",
        "Request had insufficient authentication scopes.",
        details=[info],
        reason="insufficientPermissions",
    )
