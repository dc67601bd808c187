"""What a child eats, and the family's food diary. Swallowing and allergies stand on top of each page."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.areas.access import diary_to_read, diary_to_write, line_to_withdraw
from maypole.areas.actions import feeding as actions
from maypole.areas.forms.clinic import FoodForm
from maypole.areas.forms.diary import MealForm
from maypole.areas.models import FoodStanding, MealNote
from maypole.areas.present import record
from maypole.areas.present.day import precautions
from maypole.people.access import Reach, reach, read
from maypole.web.toast import toast


@require_http_methods(["GET", "POST"])
@signed_in
def food_note(request: ActorRequest, child: UUID) -> HttpResponse:
    """One food: how it goes from today, in which texture."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.RUN_VISIT)
        form = FoodForm(request.POST)
        if form.is_valid():
            row = actions.note_food(by=request.actor, child=reached.child, **form.cleaned_data)
            toast(request, _("“%(food)s” is in the list.") % {"food": row.food.name})
            return redirect("area", child, "feeding")
        return _food(request, reached, form, 422)
    reached = read(request.actor, child, Permission.RUN_VISIT, "foods")
    return _food(request, reached, FoodForm(initial={"name": request.GET.get("food", "")[:80]}))


def _food(request: ActorRequest, reached: Reach, form: FoodForm, status: int = 200) -> HttpResponse:
    rows = FoodStanding.objects.filter(food__child=reached.child).select_related("food", "by")[:30]
    context = {
        "child": reached.child,
        "form": form,
        "rows": rows,
        "precautions": precautions(request.actor, reached.child),
    }
    return render(request, "areas/food_note.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def food_diary(request: ActorRequest, child: UUID) -> HttpResponse:
    """What was eaten and tried; a cough or a wet voice is answered with what to do now."""
    if request.method == "GET":
        return _diary(request, diary_to_read(request.actor, child, "food_diary"), MealForm())
    reached = diary_to_write(request.actor, child)
    form = MealForm(request.POST)
    if form.is_valid():
        try:
            meal = actions.log_meal(by=request.actor, child=reached.child, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Written down. Thank you."), undo=reverse("meal_withdrawal", args=[meal.pk]))
            return redirect(f"{reverse('food_diary', args=[child])}{'?advice=1' if meal.warning else ''}")
    return _diary(request, reached, form, 422)


def _diary(request: ActorRequest, reached: Reach, form: MealForm, status: int = 200) -> HttpResponse:
    context = {
        "child": reached.child,
        "form": form,
        "advice": "advice" in request.GET,
        "rows": record.meals(reached.child)[:60],
        "may": record.may(request.actor, reached),
        "precautions": precautions(request.actor, reached.child),
        "clinic": reached.child.organisation,
    }
    return render(request, "areas/food_diary.html", context, status=status)


@require_POST
@signed_in
def meal_withdrawal(request: ActorRequest, meal: UUID) -> HttpResponse:
    row, reached = line_to_withdraw(request.actor, MealNote, meal)
    actions.withdraw_meal(by=request.actor, meal=row)
    toast(request, _("Taken back."))
    return redirect("food_diary", reached.child.pk)
