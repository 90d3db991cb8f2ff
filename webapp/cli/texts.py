"""The words of `--help`, at most 80 columns wide."""

_EXIT = """\
exit status:
  0  converted, and nothing is open
  1  converted, but with an error or a question without an answer
  2  a FILE can't be read, a result can't be written, or wrong usage"""

ABOUT = """\
Converts createOptions of Azure IoT Edge modules from Azure Stack Edge Pro FPGA
(Docker) to Azure Stack Edge Pro GPU (Kubernetes), and says what changed, why,
and what is left for you to decide."""

MORE = f"""\
examples:
  %(prog)s convert cam.json         the converted createOptions
  %(prog)s convert *.json -o gpu    many files, results into the folder gpu
  %(prog)s preview cam.json         its Kubernetes objects, as YAML
  %(prog)s explain binds            why `Binds` can't stay
  %(prog)s serve                    the same as a web page

{_EXIT}

`%(prog)s COMMAND --help` tells more of a command."""

COMPLETION = "print what makes bash, zsh or tcsh complete commands, options and names"

CONVERT = """\
Converts whatever can be pasted into the web page, at most 1 MiB a FILE:
createOptions, one module's entry, a deployment. The result goes to standard
output; what needs you goes to standard error."""

FORMAT = """\
text (default): the result, ready to paste back; json: all that is known of it; patch: a JSON Patch (RFC 6902);
report: an HTML page that stands alone; sarif: for code scanning and editors"""

CHOOSE = "answer a question; may be given many times"

OUTPUT = """\
write into the folder DIR: for text, json and patch one file for each FILE, for report and sarif `report.html` and
`createoptions.sarif`"""

IN_PLACE = "replace each FILE by its result; only for text"

LANGUAGE = "language of every message; `de` is accepted, but all texts are English so far"

CONVERT_MORE = f"""\
one FILE or many:
  text, patch    one result; for many FILEs say --output DIR, or --in-place
  json           one FILE: the answer of the web API, over many lines;
                 many FILEs: one line each, with the FILE's name as "file"
  report, sarif  one document about all FILEs
  FILE can be a pattern in quotes, such as 'modules/**/*.json'.

your answers:
  Where no answer is safe, a setting stays as it is until you answer. Standard
  error shows each open question with every --choose that answers it, to be
  copied; `--format json` has all questions, also those with a default.
  ID is rule:/path, followed by #topic where a rule asks twice about one path;
  in a deployment it begins with the module's name and a slash. An answer goes
  to every FILE that asks. An ID may contain `=`: of the questions that are
  asked, the one with the longest ID that fits is meant.

files:
  FILE is UTF-8, or UTF-16 or UTF-32 with a byte order mark. Text keeps every
  byte that needn't change, line ends included. Its encoding and the mark are
  kept where --output or --in-place write text; all the rest is UTF-8 without a
  mark. What they write appears in one step and whole. No FILE is overwritten
  without --in-place, and with it none that needs no change. A terminal is
  shown control characters as escapes.

{_EXIT}
  With many FILEs all are tried, and the highest status counts.

examples:
  %(prog)s cam.json > cam.gpu.json
  %(prog)s cam.json -c 'binds:/HostConfig/Binds/0=share:films'
  %(prog)s modules/*.json --output converted
  %(prog)s modules/*.json --format report > report.html
  %(prog)s modules/*.json --format sarif > createoptions.sarif
  docker inspect camera | %(prog)s --format json"""

PREVIEW = """\
Converts FILE and prints the Kubernetes objects that the device's agent makes of
the result, in its order. What the device or Kubernetes refuses, what is dropped
without a word and what needs you goes to standard error."""

PREVIEW_FORMAT = """\
yaml (default): the objects as one stream; json: the answer of the web API; svg: a picture of both devices"""

DEVICE = "a setting of the device; may be given many times"

PASTED = "show what the device would make of FILE without the conversion; only for yaml"

PREVIEW_MORE = """\
the device:
  Its settings have the defaults that Azure Stack Edge is known or inferred to
  have. KEY is one of those that the model DeviceSettings of the web API lists;
  VALUE is a text, a number, true, false, null (not configured), or JSON.
  Passwords of registries are not printed.

what it rests on:
  The public code of the IoT Edge agent for Kubernetes, 1.1 preview line. It was
  never compared with a device. Nothing is applied, no cluster is asked, and
  what only a device knows, such as its ids, is made up. Where the file has no
  name or image for a module, the objects have `module` and `module:1.0`.

exit status:
  0  converted, and neither the device nor Kubernetes refuses anything
  1  an error, a question without an answer, or something is refused; where the
     device refuses, the stream is empty
  2  FILE can't be read, or wrong usage
  With --pasted only what is refused counts.

examples:
  %(prog)s deployment.json > objects.yaml
  %(prog)s cam.json | kubectl apply --dry-run=client -f -
  %(prog)s cam.json -d portMappingServiceType=NodePort
  %(prog)s cam.json --pasted
  %(prog)s cam.json --format svg > cam.svg"""

EXPLAIN = """\
Prints the page of a rule: what it does, why, examples, and the statements of
the guidance on which it rests. Without RULE, all rules are listed."""

EXPLAIN_MORE = """\
examples:
  %(prog)s
  %(prog)s binds
  %(prog)s G12

exit status:
  0  explained
  2  there is no such rule"""

SERVE = """\
Serves the web page, for this machine only unless --host says otherwise. It
tells its address and runs until Ctrl+C. Nothing that is pasted is kept."""
