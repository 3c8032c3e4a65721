"""What a browser may send of a listing."""

from .attachments import AttachmentForm as AttachmentForm
from .attachments import DescribeForm as DescribeForm
from .ends import CloseForm as CloseForm
from .steps import NewForm as NewForm
from .steps import StepForm as StepForm
from .steps import step_form as step_form
from .texts import ReturnTextForm as ReturnTextForm
from .texts import TextForm as TextForm
from .texts import language_form as language_form
from .texts import text_form as text_form
