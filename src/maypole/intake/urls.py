"""From the first worry to the next step."""

from django.urls import URLPattern, URLResolver, path

from .views import enquiries, help, steps

urlpatterns: list[URLPattern | URLResolver] = [
    path("help/<slug:clinic>", help.help, name="help"),
    path("help/<slug:clinic>/<str:reference>", help.help_sent, name="help_sent"),
    path("enquiries", enquiries.enquiries, name="enquiries"),
    path("enquiries/<uuid:enquiry>", enquiries.enquiry, name="enquiry"),
    path("enquiries/<uuid:enquiry>/answer", enquiries.enquiry_answer, name="enquiry_answer"),
    path("enquiries/<uuid:enquiry>/child", enquiries.enquiry_child, name="enquiry_child"),
    path("enquiries/<uuid:enquiry>/closure", enquiries.enquiry_closure, name="enquiry_closure"),
    path("children/<uuid:child>/next-step", steps.next_step, name="next_step"),
    path("children/<uuid:child>/next-step/completion", steps.next_step_completion, name="next_step_completion"),
    path("children/<uuid:child>/next-step/<uuid:step>/renewal", steps.next_step_renewal, name="next_step_renewal"),
]
