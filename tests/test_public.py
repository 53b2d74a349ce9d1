"""What `import sayso` gives, and what it costs."""

import subprocess
import sys

import sayso


def loaded_by(program):
    code = f"import sys; {program}; print(' '.join(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


def test_importing_sayso_loads_no_model_library():
    assert not loaded_by("import sayso") & {"spacy", "numpy", "onnxruntime", "click", "yaml", "torch", "sqlalchemy"}


def test_help_loads_no_model_library():
    program = "from sayso.cli.main import main; main(['--help'], standalone_mode=False)"
    assert not loaded_by(program) & {"spacy", "numpy", "onnxruntime", "torch", "trafilatura"}


def test_public_names_are_all_there():
    for name in sayso.__all__:
        assert getattr(sayso, name) is not None
    public = {n for n in vars(sayso) if not n.startswith("_") and n not in {"annotations", "TYPE_CHECKING", "Any"}}
    modules = {n for n in public if type(getattr(sayso, n)).__name__ == "module"}
    assert public - modules - set(sayso.__all__) == set()


def test_a_store_needs_no_model_library():
    program = "from sayso import Filters, Store; Store.open; Filters()"
    assert not loaded_by(program) & {"spacy", "onnxruntime", "torch", "trafilatura", "click"}


def test_unknown_names_are_attribute_errors():
    assert not hasattr(sayso, "Nonsense")
