"""What a browser may send of a listing."""

from .attachments import PLACES as PLACES
from .attachments import DocumentForm as DocumentForm
from .attachments import FileForms as FileForms
from .attachments import PictureForm as PictureForm
from .attachments import describe_form as describe_form
from .attachments import file_forms as file_forms
from .ends import CloseForm as CloseForm
from .ends import FollowForm as FollowForm
from .ends import MetForm as MetForm
from .steps import NewForm as NewForm
from .steps import StepForm as StepForm
from .steps import step_form as step_form
from .texts import ReturnTextForm as ReturnTextForm
from .texts import TextForm as TextForm
from .texts import language_form as language_form
from .texts import text_form as text_form
