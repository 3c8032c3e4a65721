"""What a browser may send of a listing."""

from .attachments import AttachmentForm as AttachmentForm
from .attachments import DescribeForm as DescribeForm
from .ends import CloseForm as CloseForm
from .ends import FollowForm as FollowForm
from .ends import MetForm as MetForm
from .steps import NewForm as NewForm
from .steps import StepForm as StepForm
from .steps import step_form as step_form
