"""/v1/reports: what `facevow evaluate` has measured, for a console to show."""

import json
from pathlib import Path

from fastapi import APIRouter, Response

from facevow.errors import SessionError
from facevow.server import reports
from facevow.server.deps import ServicesNeeded
from facevow.server.threads import in_thread
from facevow.server.v1 import operate_examples as examples
from facevow.server.v1.documenting import GUARDED, linked, problems, told
from facevow.server.v1.needs import OperateKey, ReportName, own_pages_only
from facevow.server.v1.operate_replies import Report, ReportInfo, ReportList

router = APIRouter(prefix="/v1/reports", tags=["operate"], dependencies=own_pages_only)


@router.get(
    "",
    operation_id="listReports",
    summary="List evaluation reports",
    responses=told(
        200, "Reports, the newest first.", examples.REPORTS, links=linked("name", "getReport", "/reports/0/name")
    )
    | problems(*GUARDED),
)
async def list_reports(services: ServicesNeeded, key: OperateKey) -> ReportList:
    """What lies in the folder of the setting `reports`, by name; whether one can be read shows when it is."""
    del key
    folder = services.settings.reports
    found = await in_thread(services.threads.reports, reports.listed, folder)
    return ReportList(configured=folder is not None, reports=[_info(one) for one in found])


@router.get(
    "/{name}",
    operation_id="getReport",
    summary="Read an evaluation report",
    response_model=Report,
    responses=told(200, "The report.", examples.REPORT)
    | problems(*GUARDED, "bad_parameter", "report_unknown", "report_unreadable"),
)
async def get_report(services: ServicesNeeded, key: OperateKey, name: ReportName) -> Response:
    """The figures as they were written: no picture is among them, but the paths of those that were judged wrongly."""
    del key
    text = await in_thread(services.threads.reports, _text, services.settings.reports, name)
    return Response(text, media_type="application/json")


def _text(folder: Path | None, name: str) -> str:
    """A report as it is told. Drawn here and not by the framework, which takes seconds for a long one.

    Raises:
        SessionError: as `reports.read`.
    """
    found, summary = reports.read(folder, name)
    try:
        return json.dumps(_info(found).model_dump(mode="json") | {"summary": summary}, allow_nan=False)
    except ValueError as error:
        raise SessionError("expected numbers that JSON knows", code="report_unreadable") from error


def _info(found: reports.Found) -> ReportInfo:
    return ReportInfo(name=found.name, modified=found.modified, size=found.size)
