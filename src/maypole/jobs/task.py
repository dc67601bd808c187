"""The task interface, in one place: Django 6 has it built in, and then this import changes and no other."""

from django_tasks.base import Task, task

__all__ = ["Task", "task"]
