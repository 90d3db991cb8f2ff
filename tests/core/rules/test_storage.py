"""What the storage rules promise beyond the examples on their pages."""

import json
from typing import Any

import pytest

from webapp.core import Conversion, convert

RULES = {
    "anonymous_volumes",
    "binds",
    "edgehub_storage",
    "hidden_shared_memory",
    "incomplete_mounts",
    "mount_options",
    "mounts",
    "pod_volumes",
    "readonly_rootfs",
    "share_names",
    "shared_memory_size",
    "shares",
    "single_files",
    "storage_opt",
    "tmpfs",
    "volume_names",
    "volumes_from",
}
ANYTHING: tuple[Any, ...] = (None, True, 0, -1, 1.5, 10**30, "", "x", "12", [], {}, [None], ["x", 1], {"a": None}, [[]])


def converted(options: Any, **choices: str) -> Any:
    return run(options, **choices).converted


def run(options: Any, **choices: str) -> Conversion:
    """Convert; a choice `binds__0="keep"` answers the question about the first entry of `HostConfig.Binds`."""
    conversion = convert(json.dumps(options))
    asked = [question.id for one in conversion.modules for question in one.questions]
    given = {}
    for name, answer in choices.items():
        rule, _, number = name.partition("__")
        given[[one for one in asked if one.startswith(rule + ":")][int(number or 0)]] = answer
    return convert(json.dumps(options), given)


def binding(*binds: Any) -> dict[str, Any]:
    return {"HostConfig": {"Binds": list(binds)}}


def mounting(*mounts: Any) -> dict[str, Any]:
    return {"HostConfig": {"Mounts": list(mounts)}}


def mount(kind: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"Target": target, "Source": source, "Type": kind, **more}


def volumes(conversion: Any) -> Any:
    return conversion["k8s-experimental"]["volumes"]


def findings(conversion: Conversion, rule: str) -> list[tuple[str, str]]:
    return [(one.severity, str(one.message)) for one in conversion.modules[0].findings if one.rule.id == rule]


def questions(conversion: Conversion, rule: str) -> list[list[str]]:
    return [[option.value for option in one.options] for one in conversion.modules[0].questions if one.rule.id == rule]


def verdicts(conversion: Conversion) -> dict[str, str]:
    return {"/".join(map(str, entry.path)): entry.verdict for entry in conversion.modules[0].ledger}


# Binds


@pytest.mark.parametrize(
    "source", ["/home/hcsshares/media", "/home/hcsshares/media/", "//home/hcsshares//media", "/home/hcsshares/media//"]
)
def test_a_share_is_found_however_its_path_is_written(source: str) -> None:
    assert converted(binding(f"{source}:/data")) == mounting(mount("volume", "media", "/data"))


def test_a_share_whose_name_is_filled_in_later_keeps_its_placeholder() -> None:
    conversion = run(binding("/home/hcsshares/${SHARE}:/data"))
    assert conversion.converted == mounting(mount("volume", "${SHARE}", "/data"))
    assert [severity for severity, _ in findings(conversion, "share_names")] == ["info"]


@pytest.mark.parametrize("source", ["/var/media", "$APPDATA_FOLDER_ON_DEVICE", "<local_media_folder>", "${X}/grafana"])
def test_a_directory_or_a_placeholder_for_one_stays_a_bind_by_default(source: str) -> None:
    assert converted(binding(f"{source}:/data:ro")) == mounting(mount("bind", source, "/data", ReadOnly=True))
    assert converted(binding(f"{source}:/data"), binds="share:media") == mounting(mount("volume", "media", "/data"))


def test_the_article_s_own_bind_becomes_its_own_mount_of_type_bind() -> None:
    pasted = binding("<Host storage path for Edge local share>:<Module storage path>")
    expected = mount("bind", "<Host storage path for Edge local share>", "<Module storage path>")
    assert converted(pasted) == mounting(expected)


def test_a_named_volume_is_a_share_of_that_name_or_another() -> None:
    assert converted(binding("otel:/blobroot")) == mounting(mount("volume", "otel", "/blobroot"))
    assert converted(binding("otel:/blobroot"), binds="share:blobs") == mounting(mount("volume", "blobs", "/blobroot"))


def test_a_folder_of_a_share_is_undecided_until_it_is_answered() -> None:
    pasted = binding("/home/hcsshares/Media/in/raw:/data:ro")
    assert verdicts(run(pasted)) == {"HostConfig/Binds/0": "undecided"}
    assert converted(pasted, binds="whole") == mounting(mount("volume", "Media", "/data", ReadOnly=True))
    assert volumes(converted(pasted, binds="subpath")) == [
        {
            "volume": {"name": "folder-media-in-raw", "persistentVolumeClaim": {"claimName": "media"}},
            "volumeMounts": [
                {"name": "folder-media-in-raw", "mountPath": "/data", "subPath": "in/raw", "readOnly": True}
            ],
        }
    ]


def test_a_file_in_a_share_comes_with_the_share_at_the_file_s_directory() -> None:
    pasted = binding("/home/hcsshares/media/settings.json:/app/settings.json")
    assert converted(pasted, binds="whole") == mounting(mount("volume", "media", "/app"))


def test_a_folder_that_leads_upwards_can_not_be_a_sub_path() -> None:
    assert questions(run(binding("/home/hcsshares/media/../x:/data")), "binds") == [["whole"]]


def test_two_folders_of_one_share_get_volumes_of_their_own() -> None:
    pasted = binding("/home/hcsshares/media/a:/a", "/home/hcsshares/media/a:/b")
    names = [one["volume"]["name"] for one in volumes(converted(pasted, binds__0="subpath", binds__1="subpath"))]
    assert names == ["folder-media-a", "folder-media-a-2"]


@pytest.mark.parametrize(
    "bind", ["C:/Dev/docker/crate:/data", "C:\\Dev\\crate:/data", "/:/data", "./rel:/data", "/home/hcsshares:/data"]
)
def test_a_host_path_without_counterpart_needs_an_answer(bind: str) -> None:
    conversion = run(binding(bind))
    assert conversion.converted == binding(bind)
    assert verdicts(conversion) == {"HostConfig/Binds/0": "undecided"}
    assert converted(binding(bind), binds="share:crate") == mounting(mount("volume", "crate", "/data"))
    assert converted(binding(bind, "shr:/s"), binds__0="remove") == mounting(mount("volume", "shr", "/s"))


@pytest.mark.parametrize("bind", ["/data", "a:b:c:d", ":/x", "/x:", 17, True])
def test_what_is_no_bind_can_only_be_removed(bind: Any) -> None:
    assert verdicts(run(binding(bind))) == {"HostConfig/Binds/0": "undecided"}
    assert converted(binding(bind, "shr:/s"), binds__0="remove") == mounting(mount("volume", "shr", "/s"))


def test_entries_that_say_nothing_go_without_a_question() -> None:
    assert converted(binding(None, " ", "shr:/s")) == mounting(mount("volume", "shr", "/s"))


def test_modes_that_vanish_are_named() -> None:
    said = findings(run(binding("/a/b:/x:ro,z", "/c/d:/y:rshared", "/e/f:/z:rw")), "binds")
    assert [severity for severity, _ in said] == ["info", "warning"]
    assert "`z`" in said[0][1]


def test_names_match_whatever_their_case_and_the_spelling_stays() -> None:
    there = mount("volume", "models", "/models")
    pasted = {"hostconfig": {"BINDS": ["/home/hcsshares/media:/data"], "mounts": [there]}}
    assert converted(pasted) == {"hostconfig": {"mounts": [there, mount("volume", "media", "/data")]}}


# Mounts


@pytest.mark.parametrize("kind", ["bind", "Bind", "volume"])
def test_a_mount_of_a_share_s_path_names_the_share(kind: str) -> None:
    pasted = mounting({"type": kind, "source": "/home/hcsshares/media", "target": "/data"})
    assert converted(pasted) == mounting({"type": "volume", "source": "media", "target": "/data"})


def test_a_volume_whose_source_is_a_path_needs_an_answer() -> None:
    pasted = mounting(mount("volume", "/var/media", "/data"))
    assert set(verdicts(run(pasted)).values()) == {"undecided"}
    assert converted(pasted, mounts="bind") == mounting(mount("bind", "/var/media", "/data"))
    assert converted(pasted, mounts="share:media") == mounting(mount("volume", "media", "/data"))


def test_a_bind_of_a_name_needs_an_answer() -> None:
    pasted = mounting(mount("bind", "media", "/data", BindOptions={"Propagation": "rprivate"}))
    assert set(verdicts(run(pasted)).values()) == {"undecided"}
    assert converted(pasted, mounts="volume") == mounting(mount("volume", "media", "/data"))
    assert converted(pasted, mounts="share:other") == mounting(mount("volume", "other", "/data"))
    assert converted(pasted, mounts="remove") == {}


def test_a_mount_of_a_share_s_folder_is_answered_like_a_bind() -> None:
    pasted = mounting(mount("bind", "/home/hcsshares/media/in", "/data", Consistency="cached"))
    assert converted(pasted, mounts="whole") == mounting(mount("volume", "media", "/data"))
    assert volumes(converted(pasted, mounts="subpath"))[0]["volumeMounts"][0]["subPath"] == "in"


def test_a_file_of_a_share_under_docker_inspect_s_names_comes_with_the_share() -> None:
    pasted = mounting({"Type": "bind", "Source": "/home/hcsshares/cfg/x.json", "Destination": "/app/x.json"})
    assert converted(pasted, mounts="whole") == mounting({"Type": "volume", "Source": "cfg", "Target": "/app"})


def test_what_docker_inspect_prints_becomes_what_the_device_reads() -> None:
    pasted = mounting(
        {
            "Type": "volume",
            "Name": "sql",
            "Source": "/var/lib/docker/volumes/sql/_data",
            "Destination": "/db",
            "Driver": "local",
            "Mode": "",
            "RW": True,
        },
        {"Type": "bind", "Source": "/home/hcsshares/media", "Destination": "/data", "Mode": "", "RW": False},
    )
    assert converted(pasted) == mounting(
        {"Type": "volume", "Source": "sql", "Target": "/db"},
        {"Type": "volume", "Source": "media", "Target": "/data", "ReadOnly": True},
    )


def test_read_only_in_other_words_is_a_choice_and_never_overrides_read_only() -> None:
    pasted = mounting(mount("volume", "media", "/data", RW=False))
    assert converted(pasted, mount_options="yes") == mounting(mount("volume", "media", "/data"))
    stated = mounting(mount("volume", "media", "/data", ReadOnly=False, RW=False))
    assert converted(stated) == mounting(mount("volume", "media", "/data", ReadOnly=False))


def test_options_that_decided_where_data_are_are_warned_about() -> None:
    driver = {"DriverConfig": {"Name": "local", "Options": {"type": "nfs"}}}
    conversion = run(
        mounting(
            mount("volume", "media", "/data", VolumeOptions=driver),
            mount("bind", "/data/in", "/in", BindOptions={"Propagation": "rshared"}),
        )
    )
    assert [severity for severity, _ in findings(conversion, "mount_options")] == ["warning", "warning"]


def test_a_windows_pipe_goes() -> None:
    assert converted(mounting({"Type": "npipe", "Source": r"\\.\pipe\x", "Target": r"\\.\pipe\x"})) == {}


# Incomplete mounts


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("media", ["volume", "remove"]),
        ("/home/hcsshares/media", ["volume", "remove"]),
        ("/var/media", ["bind", "share:media", "remove"]),
        ("./media", ["share:media", "remove"]),
        ("", ["share:data", "scratch", "remove"]),
    ],
)
def test_a_mount_without_a_type_is_offered_what_its_source_suggests(source: str, options: list[str]) -> None:
    conversion = run(mounting({"Source": source, "Target": "/data"}))
    assert questions(conversion, "incomplete_mounts") == [options]
    assert findings(conversion, "incomplete_mounts")[0][0] == "error"
    assert set(verdicts(conversion).values()) == {"undecided"}


def test_every_answer_completes_the_mount() -> None:
    lacking = mounting({"Source": "/var/media", "Target": "/data"})
    complete = {"Source": "/var/media", "Target": "/data", "Type": "bind"}
    assert converted(lacking, incomplete_mounts="bind") == mounting(complete)
    shared = {"Source": "media", "Target": "/data", "Type": "volume"}
    assert converted(lacking, incomplete_mounts="share:media") == mounting(shared)
    assert converted(lacking, incomplete_mounts="remove") == {}
    anonymous = mounting({"Type": "volume", "Target": "/data"})
    assert volumes(converted(anonymous, incomplete_mounts="scratch"))[0]["volume"] == {
        "name": "data-data",
        "emptyDir": {},
    }
    by_path = mounting({"Source": "/home/hcsshares/media", "Target": "/data"})
    assert converted(by_path, incomplete_mounts="volume") == mounting(shared)


def test_an_answered_mount_is_no_longer_called_incomplete() -> None:
    conversion = run(mounting({"Source": "media", "Target": "/data"}), incomplete_mounts="volume")
    assert findings(conversion, "incomplete_mounts") == []


def test_an_unknown_type_is_a_warning_because_the_device_ignores_it() -> None:
    conversion = run(mounting(mount("nfs", "media", "/data")))
    assert [severity for severity, _ in findings(conversion, "incomplete_mounts")] == ["warning"]


def test_empty_entries_of_mounts_go() -> None:
    whole = mount("volume", "media", "/data")
    assert converted(mounting(None, {}, whole)) == mounting(whole)


# Single files


@pytest.mark.parametrize("entry", ["Binds", "Mounts"])
@pytest.mark.parametrize(
    "sign",
    [
        {"Env": ["WIRESERVER_ADDRESS=10.139.218.1"]},
        {"k8s-experimental": {"resources": {"limits": {"microsoft.com/fpga_catapult": 2}}}},
    ],
)
def test_the_hosts_file_goes_where_the_module_uses_an_fpga(sign: dict[str, Any], entry: str) -> None:
    value: Any = "/etc/hosts:/etc/hosts" if entry == "Binds" else mount("bind", "/etc/hosts", "/etc/hosts")
    assert "HostConfig" not in converted({"HostConfig": {entry: [value]}, **sign})


def test_the_hosts_file_is_a_question_elsewhere() -> None:
    pasted = binding("/etc/hosts:/etc/hosts")
    assert converted(pasted) == pasted
    assert questions(run(pasted), "single_files") == [["hostpath", "remove"]]


def test_a_module_s_own_variables_tell_of_the_fpga_too() -> None:
    settings = {"image": "x", "createOptions": binding("/etc/hosts:/etc/hosts")}
    pasted = {"settings": settings, "env": {"WIRESERVER_ADDRESS": {"value": "10.139.218.1"}}}
    assert convert(json.dumps(pasted)).modules[0].create_options == {}


def test_fpga_boards_are_not_mounted() -> None:
    assert converted(binding("/dev/catapult0:/dev/catapult0")) == {}


@pytest.mark.parametrize(
    ("bind", "options"),
    [
        ("/var/run/docker.sock:/var/run/docker.sock", ["hostpath", "remove"]),
        ("$DOCKER:/var/run/docker.sock", ["hostpath", "remove"]),
        ("/dev/video0:/dev/video0", ["hostpath", "remove"]),
        ("/dev/bus/usb:/dev/bus/usb", ["keep", "remove"]),
        ("/proc:/host/proc", ["keep", "remove"]),
        ("/opt/app/a.json:/app/a.json", ["share:app", "parent", "hostpath", "remove"]),
        ("<AzureFederatedTokenFile>:/var/run/oidc.json", ["share:my-share", "hostpath", "remove"]),
        ("/a.json:/a.json", ["hostpath", "remove"]),
    ],
)
def test_no_answer_about_a_file_is_safe_for_everyone(bind: str, options: list[str]) -> None:
    conversion = run(binding(bind))
    assert questions(conversion, "single_files") == [options]
    assert conversion.converted == binding(bind)
    assert verdicts(conversion) == {"HostConfig/Binds/0": "undecided"}


@pytest.mark.parametrize("directory", ["/run/.X11-unix", "/etc/certs", "/data.confidential", "/run/udev", "/a/conf.d"])
def test_a_directory_is_not_taken_for_a_file(directory: str) -> None:
    assert questions(run(binding(f"{directory}:/x")), "single_files") == []


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("/var/run/docker.sock", "Socket"),
        ("/dev/video0", "CharDevice"),
        ("/dev/sda1", "BlockDevice"),
        ("/etc/localtime", "File"),
    ],
)
def test_a_host_path_expects_what_the_file_is(source: str, kind: str) -> None:
    volume = volumes(converted(binding(f"{source}:{source}"), single_files="hostpath"))[0]["volume"]
    assert volume["hostPath"] == {"path": source, "type": kind}


def test_the_host_s_own_directories_can_be_kept_as_they_are() -> None:
    kept = mounting(mount("bind", "/dev", "/dev"))
    assert converted(binding("/dev:/dev"), single_files="keep") == kept
    conversion = run(kept, single_files="keep")
    assert conversion.converted == kept
    assert set(verdicts(conversion).values()) == {"kept"}


# Memory


@pytest.mark.parametrize(
    ("options", "limit"),
    [("size=65536k", "64Mi"), ("rw,size=1g", "1Gi"), ("size=1000", "1000"), ("size=50%", None), ("", None)],
)
def test_the_size_of_tmpfs_becomes_a_limit(options: str, limit: str | None) -> None:
    directory = volumes(converted({"HostConfig": {"Tmpfs": {"/run": options}}}))[0]["volume"]["emptyDir"]
    assert directory.get("sizeLimit") == limit


def test_a_mount_of_type_tmpfs_moves_with_or_without_a_source() -> None:
    for source in ({}, {"Source": ""}, {"Source": "tmpfs"}):
        entry = {"Type": "tmpfs", "Target": "/run", "ReadOnly": True, **source}
        assert volumes(converted(mounting(entry))) == [
            {
                "volume": {"name": "memory-run", "emptyDir": {"medium": "Memory"}},
                "volumeMounts": [{"name": "memory-run", "mountPath": "/run", "readOnly": True}],
            }
        ]


def test_names_of_new_volumes_do_not_clash_with_what_is_there() -> None:
    pasted = {
        "HostConfig": {
            "Binds": ["/home/hcsshares/memory-run:/s"],
            "Tmpfs": {"/run": "", "/RUN": ""},
        },
        "k8s-experimental": {
            "volumes": [
                {
                    "volume": {"name": "memory-run-2", "emptyDir": {}},
                    "volumeMounts": [{"name": "memory-run-2", "mountPath": "/t"}],
                }
            ]
        },
    }
    names = [one["volume"]["name"] for one in volumes(converted(pasted))]
    assert names == ["memory-run-2", "memory-run-3", "memory-run-4"]


def test_lost_options_of_a_directory_in_memory_are_named() -> None:
    said = findings(run({"HostConfig": {"Tmpfs": {"/a": "noexec", "/b": "uid=1000", "/c": "rw"}}}), "tmpfs")
    assert [severity for severity, _ in said] == ["info", "warning"]


def test_shared_memory_is_made_larger_unless_answered_otherwise() -> None:
    pasted = {"HostConfig": {"ShmSize": "134217728"}, "Cmd": ["x"]}
    assert volumes(converted(pasted))[0]["volume"]["emptyDir"] == {"medium": "Memory", "sizeLimit": "128Mi"}
    assert converted(pasted, shared_memory_size="remove") == {"Cmd": ["x"]}


@pytest.mark.parametrize("size", [0, -1, 67108864, "67108864"])
def test_the_usual_size_of_shared_memory_needs_no_volume(size: Any) -> None:
    assert converted({"HostConfig": {"ShmSize": size}}) == {}


def test_nothing_is_mounted_twice_at_dev_shm() -> None:
    path = "/dev/shm"  # noqa: S108
    pasted = {"HostConfig": {"ShmSize": 134217728, "Tmpfs": {path: "size=1g"}}, "Volumes": {path: {}}}
    assert [one["volumeMounts"][0]["mountPath"] for one in volumes(converted(pasted))] == [path]


# The rest


def test_every_answer_about_a_volume_without_a_name() -> None:
    pasted: dict[str, Any] = {"Volumes": {"/var/lib/data": {}}}
    assert set(verdicts(run(pasted)).values()) == {"undecided"}
    shared = mounting(mount("volume", "data", "/var/lib/data"))
    assert converted(pasted, anonymous_volumes="share:data") == shared
    assert converted(pasted, anonymous_volumes="remove") == {}
    assert volumes(converted(pasted, anonymous_volumes="scratch"))[0]["volume"]["emptyDir"] == {}


def test_a_path_that_is_mounted_needs_no_volume_without_a_name() -> None:
    pasted = {"Volumes": {"/data": {}}, "HostConfig": {"Binds": ["/home/hcsshares/media:/data/"]}}
    assert converted(pasted) == mounting(mount("volume", "media", "/data/"))


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("media", None),
        ("1-media", None),
        ("Media", "warning"),
        ("my_share", "warning"),
        ("ab", "warning"),
        ("a--b", "warning"),
        ("$SHARE", "info"),
    ],
)
def test_names_that_no_share_can_have_are_pointed_out(name: str, severity: str | None) -> None:
    for pasted in (mounting(mount("volume", name, "/data")), binding(f"/home/hcsshares/{name}:/data")):
        said = [found for found, _ in findings(run(pasted), "share_names")]
        assert said == ([severity] if severity else [])


@pytest.mark.parametrize(
    "options",
    [
        binding("/a/bc:/x", "/ab/c:/y"),
        {"HostConfig": {"Binds": ["/media:/x"], "Mounts": [mount("volume", "media", "/y")]}},
        mounting(mount("bind", "/" + "x" * 64, "/x")),
        mounting(mount("volume", "config-volume", "/x")),
        binding("/trust-bundle-volume:/x"),
        binding("/a/b:/x", "/c/d:/x/"),
        {"HostConfig": {"Binds": ["/a/b:/x"], "Mounts": [mount("volume", "media", "/x")]}},
        {"HostConfig": {"Binds": ["/a/b:/run"], "Tmpfs": {"/run": ""}}},
        {
            "HostConfig": {"Mounts": [mount("volume", "media", "/x")]},
            "k8s-experimental": {"volumes": [{"volume": {"name": "media", "emptyDir": {}}}]},
        },
    ],
)
def test_volumes_that_clash_are_errors(options: dict[str, Any]) -> None:
    assert [severity for severity, _ in findings(run(options), "volume_names")] == ["error"]


def test_one_share_or_directory_at_two_places_is_no_clash() -> None:
    options = {
        "HostConfig": {
            "Binds": ["sqlvolume:/a", "/data/x:/b", "/data/x/:/c", "/home/hcsshares/sqlvolume:/d"],
            "Mounts": [mount("volume", "sqlvolume", "/e")],
        }
    }
    assert findings(run(options), "volume_names") == []


@pytest.mark.parametrize(
    ("volume", "mounted"),
    [
        ({"name": "A_b", "emptyDir": {}}, {"name": "A_b", "mountPath": "/x"}),
        ({"name": "ok", "emptyDir": {}}, {"name": "", "mountPath": "/x"}),
        ({"name": "ok", "emptyDir": {}}, {"mountPath": "/x"}),
        ({"name": "ok", "emptyDir": {}}, {"name": "cfgX", "mountPath": "/x"}),
        ({"name": "ok", "hostPath": {"path": "/a", "type": "Dir"}}, {"name": "ok", "mountPath": "/x"}),
        ({"name": "ok", "hostPath": {"path": "/a", "type": "directory"}}, {"name": "ok", "mountPath": "/x"}),
        ({"name": "ok", "persistentVolumeClaim": {"claimName": "media"}}, {"name": "ok", "mountPath": "/x"}),
        ({"name": "ok", "hostPath": {"path": "/dev/a", "type": "CharDevice"}}, {"name": "ok", "mountPath": "/x"}),
        ({"name": "ok", "emptyDir": {}}, {"name": "ok"}),
        ({"name": "ok", "emptyDir": {}}, {"name": "ok", "mountPath": "/x:y"}),
        ({"name": "ok", "emptyDir": {}}, {"name": "ok", "mountPath": "/x", "subPath": "../y"}),
        ({"name": "ok", "hostPath": {"path": "/home/hcsshares/media"}}, {"name": "ok", "mountPath": "/x"}),
    ],
)
def test_what_kubernetes_refuses_of_its_own_volumes_is_found(volume: dict[str, Any], mounted: dict[str, Any]) -> None:
    options = {"k8s-experimental": {"volumes": [{"volume": volume, "volumeMounts": [mounted]}]}}
    assert len(findings(run(options), "pod_volumes")) == 1


def test_the_volumes_of_another_container_are_undecided_until_answered() -> None:
    pasted = {"HostConfig": {"VolumesFrom": ["parent", "other:ro"]}}
    assert set(verdicts(run(pasted)).values()) == {"undecided"}
    assert converted(pasted, volumes_from="shares") == {}
    assert converted(pasted, volumes_from="none") == {}


@pytest.mark.parametrize(
    ("options", "limit"),
    [
        ({"StorageOpt": {"size": "120G"}}, "120Gi"),
        ({"StorageOpt": {"Size": "1048576"}}, "1Mi"),
        ({"DiskQuota": 1000}, "1000"),
        ({"StorageOpt": {"size": "1g"}, "DiskQuota": 1000}, "1Gi"),
        ({"StorageOpt": {"dm.basesize": "10G"}}, None),
        ({"DiskQuota": 0}, None),
    ],
)
def test_a_limit_on_the_container_s_disk_is_stated_once(options: dict[str, Any], limit: str | None) -> None:
    result = converted({"HostConfig": options})
    assert result == ({"k8s-experimental": {"resources": {"limits": {"ephemeral-storage": limit}}}} if limit else {})


def test_a_limit_that_is_there_already_counts() -> None:
    limits = {"k8s-experimental": {"resources": {"Limits": {"ephemeral-storage": "1Gi"}}}}
    assert converted({"HostConfig": {"StorageOpt": {"size": "10G"}}, **limits}) == limits


@pytest.mark.parametrize(("value", "said"), [(True, 1), ("TRUE", 1), (False, 0), ("false", 0)])
def test_a_writable_container_is_only_worth_a_word_where_it_was_not(value: Any, said: int) -> None:
    conversion = run({"HostConfig": {"ReadonlyRootfs": value}})
    assert conversion.converted == {}
    assert len(findings(conversion, "readonly_rootfs")) == said


# What entries become by the answers


CERTS = binding("/etc/ssl/own/a.pem:/certs/a.pem:ro", "/etc/ssl/own/a.key:/certs/a.key")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("share:certs", mount("volume", "certs", "/certs")), ("parent", mount("bind", "/etc/ssl/own", "/certs"))],
)
def test_two_files_that_come_to_one_mount_become_one_that_is_writable_if_either_was(
    answer: str, expected: dict[str, Any]
) -> None:
    conversion = run(CERTS, single_files__0=answer, single_files__1=answer)
    assert conversion.converted == mounting(expected)
    assert findings(conversion, "volume_names") == []
    assert findings(conversion, "shares")[1:] == []


def test_files_on_different_shares_at_one_path_are_an_error() -> None:
    conversion = run(CERTS, single_files__0="share:certs", single_files__1="share:keys")
    assert [severity for severity, _ in findings(conversion, "volume_names")] == ["error"]


def test_a_file_joins_a_mount_that_is_there_unless_that_one_is_read_only() -> None:
    there = mount("volume", "certs", "/certs")
    pasted = {"HostConfig": {"Binds": ["/opt/own/a.pem:/certs/a.pem"], "Mounts": [there]}}
    assert converted(pasted, single_files="share:certs") == mounting(there)
    pasted["HostConfig"]["Mounts"] = [there | {"ReadOnly": True}]
    conversion = run(pasted, single_files="share:certs")
    assert [severity for severity, _ in findings(conversion, "volume_names")] == ["error"]


def test_two_files_of_a_share_in_mounts_become_one_mount() -> None:
    entries = [
        mount("bind", f"/home/hcsshares/cfg/{name}.json", f"/app/{name}.json", ReadOnly=only, Consistency="cached")
        for name, only in (("x", True), ("y", False))
    ]
    result = converted(mounting(*entries), mounts__0="whole", mounts__1="whole")
    assert result == mounting(mount("volume", "cfg", "/app", ReadOnly=False))


def test_a_share_answered_for_a_directory_can_clash_with_another_directory() -> None:
    pasted = {"HostConfig": {"Binds": ["/ab/c:/x", "/data:/y"]}}
    assert findings(run(pasted), "volume_names") == []
    assert [severity for severity, _ in findings(run(pasted, binds__1="share:abc"), "volume_names")] == ["error"]
    unnamed = {"HostConfig": {"Binds": ["/ab/c:/x"]}, "Volumes": {"/y": {}}}
    said = findings(run(unnamed, anonymous_volumes="share:abc"), "volume_names")
    assert [severity for severity, _ in said] == ["error"]


def test_a_new_volume_avoids_the_name_of_a_share_that_was_answered() -> None:
    places: list[dict[str, Any]] = [{"HostConfig": {"Binds": ["/data:/data"]}}, {"Volumes": {"/data": {}}}]
    for place in places:
        pasted: dict[str, Any] = {"HostConfig": {"Tmpfs": {"/tmp": ""}, **place.get("HostConfig", {})}}  # noqa: S108
        pasted |= {name: value for name, value in place.items() if name == "Volumes"}
        rule = "anonymous_volumes" if "Volumes" in place else "binds"
        assert volumes(converted(pasted, **{rule: "share:memory-tmp"}))[0]["volume"]["name"] == "memory-tmp-2"


def test_a_removed_mount_no_longer_counts_as_mounted() -> None:
    pasted = binding("/opt/a.json:/app/a.json", "/opt/b.json:/app/a.json")
    assert len(findings(run(pasted), "volume_names")) == 1
    assert findings(run(pasted, single_files__1="remove"), "volume_names") == []


# Shared memory of the host

SHM = "/dev/shm"  # noqa: S108


@pytest.mark.parametrize("mode", ["host", "HOST", "shareable", "container:lvaEdge"])
@pytest.mark.parametrize(
    "settings",
    [
        {"ShmSize": 1536870912},
        {"Tmpfs": {SHM: "size=1g"}},
        {"Mounts": [{"Type": "tmpfs", "Target": SHM + "/"}]},
        {"Binds": [f"{SHM}:{SHM}"]},
        {"Mounts": [mount("bind", SHM, SHM)]},
        {"ShmSize": 1536870912, "Tmpfs": {SHM: ""}},
    ],
)
def test_nothing_hides_the_host_s_shared_memory(mode: str, settings: dict[str, Any]) -> None:
    kept = mode if mode.lower() == "host" else "host"
    assert converted({"HostConfig": {"IpcMode": mode, **settings}}) == {"HostConfig": {"IpcMode": kept}}


def test_a_module_that_shares_no_memory_after_all_gets_its_size() -> None:
    pasted = {"HostConfig": {"IpcMode": "shareable", "ShmSize": 1073741824}}
    result = converted(pasted, ipc_mode="remove")
    assert volumes(result)[0]["volume"]["emptyDir"] == {"medium": "Memory", "sizeLimit": "1Gi"}
    assert "HostConfig" not in result


def test_a_bind_of_the_host_s_shared_memory_can_become_host_ipc() -> None:
    pasted = {"HostConfig": {"Binds": [f"{SHM}:{SHM}"], "ShmSize": 1073741824}}
    assert questions(run(pasted), "single_files") == [["ipc", "keep", "remove"]]
    assert converted(pasted, single_files="ipc") == {"HostConfig": {"IpcMode": "host"}}
    assert converted(binding(f"{SHM}:{SHM}"), single_files="keep") == mounting(mount("bind", SHM, SHM))
    for other in ({"Binds": [f"{SHM}:/host{SHM}"]}, {"Binds": [f"{SHM}:{SHM}"], "IpcMode": "private"}):
        assert questions(run({"HostConfig": other}), "single_files") == [["keep", "remove"]]


def test_of_two_binds_of_shared_memory_one_becomes_host_ipc() -> None:
    pasted = binding(f"{SHM}:{SHM}", f"{SHM}/:{SHM}")
    conversion = run(pasted, single_files__0="ipc", single_files__1="ipc")
    assert conversion.converted == {"HostConfig": {"IpcMode": "host"}}
    assert sorted(change.op for change in conversion.modules[0].changes) == ["move", "remove"]


# Devices


@pytest.mark.parametrize(
    ("bind", "answer", "closed"),
    [
        ("/dev/video0:/dev/video0", "hostpath", True),
        ("/dev/bus/usb:/dev/bus/usb", "keep", True),
        ("/dev/video0:/dev/video0", "remove", False),
        ("/proc:/host/proc", "keep", False),
        (f"{SHM}:/x", "keep", False),
        ("/etc/localtime:/etc/localtime", "hostpath", False),
    ],
)
def test_a_device_that_only_a_privileged_module_can_open_is_pointed_out(bind: str, answer: str, closed: bool) -> None:
    said = findings(run(binding(bind), single_files=answer), "single_files")
    assert [severity for severity, _ in said] == (["warning"] if closed else [])
    for value in (True, "true", "$PRIVILEGED"):
        pasted = {"HostConfig": {"Binds": [bind], "Privileged": value}}
        assert findings(run(pasted, single_files=answer), "single_files") == []


# Claims


def test_a_sub_path_needs_a_claim_unless_the_share_is_mounted_too() -> None:
    folder = "/home/hcsshares/media/in:/in"
    assert [severity for severity, _ in findings(run(binding(folder), binds="subpath"), "binds")] == ["warning"]
    both = binding(folder, "/home/hcsshares/media:/all")
    assert findings(run(both, binds="subpath"), "binds") == []
    entry = mounting(mount("bind", "/home/hcsshares/media/in", "/in"))
    assert [severity for severity, _ in findings(run(entry, mounts="subpath"), "mounts")] == ["warning"]


def test_a_file_in_a_share_is_offered_where_each_answer_mounts_it() -> None:
    asked = run(binding("/home/hcsshares/media/a.json:/app/a.json")).modules[0].questions
    labels = [str(option.label) for one in asked if one.rule.id == "binds" for option in one.options]
    assert "at `/app`" in labels[0]
    assert "at `/app/a.json`" in labels[1]


def test_a_mount_may_name_a_volume_of_mounts_or_of_the_agent_or_one_that_is_filled_in() -> None:
    for name in ("media", "trust-bundle-volume", "$NAME"):
        own = {"volume": {"name": "own", "emptyDir": {}}, "volumeMounts": [{"name": name, "mountPath": "/x"}]}
        pasted = {"HostConfig": {"Binds": ["/home/hcsshares/media:/m"]}, "k8s-experimental": {"volumes": [own]}}
        assert findings(run(pasted), "pod_volumes") == []


def test_all_shares_are_named_once() -> None:
    pasted = {
        "HostConfig": {
            "Binds": ["/home/hcsshares/one:/1", "/home/hcsshares/one:/2", "/var/x:/3"],
            "Mounts": [mount("volume", "two", "/4")],
        },
    }
    said = findings(run(pasted, binds="share:three"), "shares")
    assert [severity for severity, _ in said] == ["info"]
    assert "`two, one, three`" in said[0][1]


def test_many_shares_are_not_all_named() -> None:
    pasted = binding(*(f"/home/hcsshares/share{number}:/{number}" for number in range(20)))
    assert "share9 and 10 more`" in findings(run(pasted), "shares")[0][1]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (mounting(mount("volume", "frames", SHM)), 1),
        (mounting(mount("volume", "frames", SHM + "/")), 1),
        (binding(f"/home/hcsshares/frames:{SHM}"), 1),
        (binding(f"{SHM}:{SHM}"), 0),
        (mounting(mount("bind", SHM, SHM)), 0),
        (mounting(mount("tmpfs", "", SHM)), 0),
        (mounting(mount("volume", "frames", "/frames")), 0),
        ({"HostConfig": {"ShmSize": 1 << 30}}, 0),
    ],
)
def test_what_hides_the_hosts_shared_memory_is_told(options: dict[str, Any], told: int) -> None:
    shared = {"HostConfig": {**options["HostConfig"], "IpcMode": "host"}}
    assert [severity for severity, _ in findings(run(shared), "hidden_shared_memory")] == ["warning"] * told
    assert not findings(run(options), "hidden_shared_memory")


@pytest.mark.parametrize(
    ("source", "told"),
    [({"emptyDir": {}}, 1), ({"hostPath": {"path": "/var/a"}}, 1), ({"hostPath": {"path": SHM + "/"}}, 0)],
)
def test_a_volume_of_the_pod_hides_the_hosts_shared_memory_unless_it_is_that(source: dict[str, Any], told: int) -> None:
    entry = {"volume": {"name": "shm", **source}, "volumeMounts": [{"name": "shm", "mountPath": SHM}]}
    options = {"HostConfig": {"IpcMode": "host"}, "k8s-experimental": {"volumes": [entry]}}
    assert len(findings(run(options), "hidden_shared_memory")) == told


@pytest.mark.parametrize(
    ("modes", "warned"),
    [(["ro"], 1), (["rw"], 0), (["ro", "rw"], 1), (["rw", "ro"], 0), (["ro", "ro"], 1)],
)
def test_a_share_whose_first_mount_is_read_only_is_warned_about_once(modes: list[str], warned: int) -> None:
    binds = [f"/home/hcsshares/media:/{number}:{mode}" for number, mode in enumerate(modes)]
    said = [severity for severity, _ in findings(run(binding(*binds)), "shares")]
    assert said == ["info", *["warning"] * warned]


@pytest.mark.parametrize(("source", "target"), [("sqlvolume", "/var/opt/mssql"), ("db", "/data/db")])
def test_a_database_on_a_share_is_pointed_out(source: str, target: str) -> None:
    assert len(findings(run(mounting(mount("volume", source, target))), "shares")) == 2


def test_a_database_is_told_by_its_image_too() -> None:
    settings = {"image": "mcr.microsoft.com/azure-sql-edge", "createOptions": mounting(mount("volume", "x-y", "/x"))}
    conversion = convert(json.dumps({"settings": settings}))
    assert len(findings(conversion, "shares")) == 2


# edgeHub


def hub(options: dict[str, Any], folder: str | None = "/storage", **choices: str) -> list[str]:
    env = {"storageFolder": {"value": folder}} if folder is not None else {}
    settings = {"image": "mcr.microsoft.com/azureiotedge-hub:1.1", "createOptions": options}
    conversion = convert(json.dumps({"settings": settings, "env": env}), choices)
    return [severity for severity, _ in findings(conversion, "edgehub_storage")]


def volume_of_the_pod(**source: Any) -> dict[str, Any]:
    mounts = [{"name": "own", "mountPath": "/storage"}]
    return {"k8s-experimental": {"volumes": [{"volume": {"name": "own", **source}, "volumeMounts": mounts}]}}


def test_the_hub_s_messages_last_on_a_share_only() -> None:
    assert hub({}, None) == ["warning"]
    assert hub({}, "") == ["warning"]
    assert hub({}) == ["warning"]
    assert hub(mounting(mount("volume", "hub", "/storage/"))) == []
    assert hub(mounting(mount("volume", "hub", "/storage")), "/storage/hub") == []
    assert hub(mounting(mount("volume", "hub", "/store"))) == ["warning"]
    assert hub({"HostConfig": {"Tmpfs": {"/storage": ""}}}) == ["warning"]
    assert hub(volume_of_the_pod(emptyDir={})) == ["warning"]
    assert hub(volume_of_the_pod(persistentVolumeClaim={"claimName": "hub"})) == []


def test_the_hub_s_messages_on_the_worker_are_worth_a_word_until_a_share_is_chosen() -> None:
    pasted = binding("/iotedge/storage/:/iotedge/storage/")
    assert hub(pasted, "/iotedge/storage") == ["info"]
    assert hub(pasted, "/iotedge/storage", **{"binds:/HostConfig/Binds/0": "share:hub"}) == []


def test_the_hub_s_folder_can_stand_in_create_options_or_be_filled_in_later() -> None:
    stored = mounting(mount("volume", "hub", "/storage"))
    assert hub({"Env": ["storageFolder=/storage"], **stored}, None) == []
    assert hub(stored, "$FOLDER") == []


def test_other_modules_need_no_store() -> None:
    for image in ("contoso.azurecr.io/azureiotedge-hub-tests:1", "contoso.azurecr.io/scorer:1"):
        settings: dict[str, Any] = {"image": image, "createOptions": {}}
        assert findings(convert(json.dumps({"settings": settings})), "edgehub_storage") == []


# Paths that the cluster refuses


@pytest.mark.parametrize("target", ["/a:b", "/in:/out", "data"])
@pytest.mark.parametrize("kind", ["volume", "bind", "tmpfs"])
def test_a_mount_at_a_path_that_the_cluster_refuses_is_an_error(kind: str, target: str) -> None:
    conversion = run(mounting(mount(kind, "/var/media" if kind == "bind" else "media", target)))
    assert [severity for severity, _ in findings(conversion, "volume_names")] == ["error"]


@pytest.mark.parametrize("target", ["/a:b", "data"])
def test_a_directory_in_memory_at_a_refused_path_waits_until_it_is_removed_or_corrected(target: str) -> None:
    for pasted in ({"HostConfig": {"Tmpfs": {target: "size=1m"}}}, mounting({"Type": "tmpfs", "Target": target})):
        conversion = run(pasted)
        assert conversion.converted == pasted
        assert set(verdicts(conversion).values()) == {"undecided"}
        assert [severity for severity, _ in findings(conversion, "volume_names")] == ["error"]
        removed = run(pasted, tmpfs="remove")
        assert removed.converted == {}
        assert findings(removed, "volume_names") == []


def test_a_volume_without_a_name_at_a_path_with_a_colon_is_undecided() -> None:
    pasted: dict[str, Any] = {"Volumes": {"/srv/data:/data": {}}}
    assert run(pasted).converted == pasted
    assert verdicts(run(pasted)) == {"Volumes//srv/data:/data": "undecided"}
    assert questions(run(pasted), "anonymous_volumes") == [["remove"]]
    assert converted(pasted, anonymous_volumes="remove") == {}


@pytest.mark.parametrize("target", ["/data", "$TARGET", "${TARGET:-/data}", "<Module storage path>"])
def test_a_path_that_is_fine_or_filled_in_later_is_no_error(target: str) -> None:
    assert findings(run(mounting(mount("volume", "media", target))), "volume_names") == []


def test_an_empty_path_of_a_directory_in_memory_is_no_error() -> None:
    assert findings(run({"HostConfig": {"Tmpfs": {"": ""}}}), "volume_names") == []


# Findings follow the answers


@pytest.mark.parametrize("answer", ["volume", "share:config-volume"])
def test_a_name_of_the_agent_s_own_is_found_once_an_answer_makes_a_volume_of_it(answer: str) -> None:
    pasted = mounting(mount("bind", "config-volume", "/x"))
    assert findings(run(pasted), "volume_names") == []
    assert [severity for severity, _ in findings(run(pasted, mounts=answer), "volume_names")] == ["error"]


def test_a_name_that_is_too_long_is_found_once_an_answer_makes_a_volume_of_it() -> None:
    pasted = mounting({"Source": "a" * 70, "Target": "/x"})
    assert [severity for severity, _ in findings(run(pasted, incomplete_mounts="volume"), "volume_names")] == ["error"]


def test_names_of_shares_are_judged_by_the_answers() -> None:
    pasted: dict[str, Any] = {"HostConfig": {"Binds": ["my_vol:/a"]}, "Volumes": {"/b": {}}}
    assert [severity for severity, _ in findings(run(pasted), "share_names")] == ["warning"]
    answered = run(pasted, binds="share:my-vol", anonymous_volumes="share:Data")
    assert ["`data`" in message for _, message in findings(answered, "share_names")] == [True]


# Placeholders


@pytest.mark.parametrize("bind", ["${INFLUX_BIND}", "<bind>", "${DATA:-/srv}:/data"])
def test_an_entry_that_is_filled_in_as_a_whole_can_stay_until_then(bind: str) -> None:
    pasted = binding(bind)
    assert questions(run(pasted), "binds") == [["leave", "remove"]]
    assert verdicts(run(pasted)) == {"HostConfig/Binds/0": "undecided"}
    left = run(pasted, binds="leave")
    assert left.converted == pasted
    assert verdicts(left) == {"HostConfig/Binds/0": "kept"}
    assert [severity for severity, _ in findings(left, "binds")] == ["warning"]
    assert converted(pasted, binds="remove") == {}


@pytest.mark.parametrize("source", ["$VIDEO_OUTPUT_FOLDER_ON_DEVICE", "<local_media_folder>"])
def test_nobody_claims_to_know_what_a_placeholder_leads_to(source: str) -> None:
    module = run(binding(f"{source}:/var/media/")).modules[0]
    asked = next(one for one in module.questions if one.rule.id == "binds")
    assert "depends on what is filled in" in str(asked.prompt)
    assert asked.because.sure == "derived"
    assert [one.because.sure for one in module.changes if one.rule.id == "binds"] == ["derived"]
    assert module.create_options == mounting(mount("bind", source, "/var/media/"))


# Names of shares that are asked for


@pytest.mark.parametrize(("source", "sample"), [("$FOLDER", True), ("/a/b/x", True), ("/var/media", False)])
def test_a_share_s_name_is_a_sample_where_the_path_suggests_none(source: str, sample: bool) -> None:
    asked = next(one for one in run(binding(f"{source}:/data")).modules[0].questions if one.rule.id == "binds")
    assert [option.sample for option in asked.options if option.accepts] == [sample]


@pytest.mark.parametrize(
    "pasted",
    [
        binding("/var/media:/m"),
        binding("sql:/m"),
        binding("/a/x.json:/b/x.json"),
        mounting(mount("volume", "/var/media", "/m")),
        mounting({"Target": "/m"}),
        {"Volumes": {"/m": {}}},
    ],
)
def test_every_free_text_says_what_it_must_be(pasted: dict[str, Any]) -> None:
    asked = [option for one in run(pasted).modules[0].questions for option in one.options if option.accepts]
    assert asked
    assert all("3 to 63 letters" in str(option.expects) for option in asked)


# Hostile values

PLACES = [
    ("HostConfig", "Binds"),
    ("HostConfig", "Mounts"),
    ("HostConfig", "Tmpfs"),
    ("HostConfig", "ShmSize"),
    ("HostConfig", "VolumesFrom"),
    ("HostConfig", "StorageOpt"),
    ("HostConfig", "DiskQuota"),
    ("HostConfig", "ReadonlyRootfs"),
    ("k8s-experimental", "volumes"),
]


@pytest.mark.parametrize("place", PLACES, ids=".".join)
@pytest.mark.parametrize("value", ANYTHING, ids=repr)
def test_any_value_anywhere_is_survived_and_the_result_is_stable(place: tuple[str, str], value: Any) -> None:
    for inner in (value, [value], {"a": value}, [{"Type": value, "Source": value, "Target": value, "volume": value}]):
        conversion = convert(json.dumps({place[0]: {place[1]: inner}}))
        again = convert(json.dumps(conversion.converted))
        assert not [one for one in again.modules[0].changes if one.rule.id in RULES]


@pytest.mark.parametrize("value", ANYTHING, ids=repr)
def test_a_member_of_a_volume_can_have_any_value(value: Any) -> None:
    for name in ("hostPath", "persistentVolumeClaim", "name"):
        for inner in (value, {"path": value, "type": value, "claimName": value}):
            entry = {
                "volume": {"name": "own", name: inner},
                "volumeMounts": [{"name": value, "mountPath": value}, value],
            }
            assert convert(json.dumps({"k8s-experimental": {"volumes": [entry]}})).modules


@pytest.mark.parametrize("value", ANYTHING, ids=repr)
def test_a_member_of_a_mount_can_have_any_value(value: Any) -> None:
    for name in ("Type", "Source", "Target", "ReadOnly", "BindOptions", "VolumeOptions", "TmpfsOptions", "RW"):
        for kind in ("bind", "volume", "tmpfs"):
            entry = mount(kind, "media", "/data") | {name: value}
            conversion = convert(json.dumps(mounting(entry)))
            again = convert(json.dumps(conversion.converted))
            assert not [one for one in again.modules[0].changes if one.rule.id in RULES]


def test_pasted_braces_and_backticks_do_no_harm_in_messages() -> None:
    conversion = run(binding("/{x}/`y`:/{0}:ro,{z}", "{a}:/b", "{{c}}"))
    for one in (*conversion.modules[0].changes,):
        assert str(one.summary)
    for found in conversion.modules[0].findings:
        assert str(found.message)
    for question in conversion.modules[0].questions:
        assert str(question.prompt)
        assert [str(option.label) for option in question.options]


@pytest.mark.parametrize("entry", [mount("volume", "é", "/x"), mount("bind", "/ü/ö", "/x")])
def test_a_source_that_no_name_can_be_made_of_is_an_error(entry: dict[str, Any]) -> None:
    conversion = run(mounting(entry))
    assert [severity for severity, _ in findings(conversion, "volume_names")] == ["error"]
    assert findings(conversion, "share_names") == []
