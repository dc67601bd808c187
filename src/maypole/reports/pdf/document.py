"""The report on paper: the same sections as on the page, A4, pages numbered, language and title set."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table

from maypole.mastery.drawing import labels
from maypole.reports.present import ReportPage, Shown
from maypole.reports.sections import Entry, Pair

from .drawing import Graph
from .fonts import Typesetter

MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN
INK, QUIET, RULE = colors.HexColor("#1d2433"), colors.HexColor("#4a5568"), colors.HexColor("#c5cbd6")
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=15, textColor=INK, spaceAfter=4)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=9, leading=12.5, textColor=QUIET)
TITLE = ParagraphStyle("title", parent=BODY, fontSize=19, leading=24, spaceAfter=3)
HEAD = ParagraphStyle("head", parent=BODY, fontSize=13, leading=17, spaceBefore=12, spaceAfter=4)
GOAL = ParagraphStyle("goal", parent=BODY, fontSize=11.5, leading=15, spaceBefore=8, spaceAfter=2)


def pdf(page: ReportPage, *, compressed: bool = True) -> bytes:
    """The report's bytes; everything in them is in the report's own language."""
    with translation.override(page.language):
        return Paper(page).bytes(compressed)


class Paper:
    def __init__(self, page: ReportPage) -> None:
        self.page, self.letters, self.labels = page, Typesetter(), labels()

    def bytes(self, compressed: bool) -> bytes:
        out = BytesIO()
        document = BaseDocTemplate(
            out,
            pagesize=A4,
            title=self.page.title,
            author=self.page.signed or self.page.clinic,
            subject=self.page.subject,
            creator="Maypole",
            lang=self.page.language,
            pageCompression=1 if compressed else 0,
        )
        body = Frame(MARGIN, MARGIN + 6 * mm, WIDTH, A4[1] - 2 * MARGIN - 8 * mm, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[body], onPage=self.around))
        document.build(list(self.story()))
        return out.getvalue()

    def around(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        """Clinic above, page number below; a draft says on every page that it is one."""
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.setFillColor(QUIET)
        self.plain(canvas, MARGIN, A4[1] - MARGIN + 2 * mm, self.page.clinic)
        if self.page.is_draft:
            self.plain(canvas, A4[0] / 2, A4[1] - MARGIN + 2 * mm, _("Draft: not signed"))
        self.plain(canvas, MARGIN, MARGIN - 4 * mm, _("Page %(n)d") % {"n": document.page})

    def plain(self, canvas: Canvas, x: float, y: float, words: str) -> None:
        for font, text in self.letters.runs(words):
            canvas.setFont(font, 9)
            canvas.drawString(x, y, text)
            x += canvas.stringWidth(text, font, 9)

    def story(self) -> Iterator[Flowable]:
        page = self.page
        yield self.words(page.title, TITLE, bold=True)
        yield self.words(page.subject, SMALL)
        if page.why:
            yield self.words(page.why, SMALL)
        for shown in page.sections:
            yield from self.section(shown)
        yield Spacer(1, 8)
        yield self.words(page.standing, SMALL)
        if self.letters.spelled:
            yield self.words(
                _("Letters in [brackets] are spelled out: the fonts of this machine do not have them."), SMALL
            )

    def section(self, shown: Shown) -> Iterator[Flowable]:
        section = shown.section
        if section.title:
            yield self.words(section.title, HEAD, bold=True)
        for text in (*section.lines, *shown.paragraphs):
            yield self.words(("• " if text in section.lines else "") + text, BODY)
        if section.pairs:
            yield self.table(section.pairs)
        for entry in section.entries:
            yield from self.entry(entry)
        for column in section.columns:
            yield self.words(column.title, GOAL, bold=True)
            yield from (self.words(f"• {text}", BODY) for text in column.lines)

    def entry(self, entry: Entry) -> Iterator[Flowable]:
        """A goal: heading, words and figures stay together, the graph follows on the same page where it fits."""
        told: list[Flowable] = [self.words(entry.heading, GOAL, bold=True)]
        if entry.words:
            told.append(self.words(entry.words, BODY))
        told.append(self.table(entry.rows))
        if entry.graph is not None:
            told.append(Graph(entry.graph, self.labels, WIDTH * 0.74, self.letters))
        yield KeepTogether(told)

    def table(self, rows: tuple[Pair, ...]) -> Table:
        cells = [[self.words(label, SMALL), self.words(value, BODY, bold=True)] for label, value in rows]
        table = Table(cells, colWidths=[WIDTH * 0.32, WIDTH * 0.68], hAlign="LEFT")
        table.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
        return table

    def words(self, text: str, style: ParagraphStyle, bold: bool = False) -> Paragraph:
        return Paragraph(self.letters.markup(text, bold), style)
