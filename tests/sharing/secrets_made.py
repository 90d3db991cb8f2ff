"""Made-up secrets in every form that is known, and values that only stand for one; none of them opens anything."""

import base64
import json

from webapp.core.path import Json

# So that no scanner of this repository takes them for real ones, none is written in one piece.
KEY = base64.b64encode(bytes(range(32))).decode()
LONG_KEY = base64.b64encode(bytes(range(64))).decode()
JWT = ".".join(("ey" + "JhbGciOiJub25lIn0", "ey" + "JzdWIiOiJub2JvZHkifQ", "c2lnbmF0dXJl" * 3))
PEM = "-----BEGIN " + "RSA PRIVATE KEY-----\n" + f"{LONG_KEY[:64]}\n" * 3 + "-----END " + "RSA PRIVATE KEY-----"
GITHUB = "gh" + "p_" + "a1B2" * 9
AWS = "AK" + "IA" + "ABCDEFGH12345678"

# What stands in the setting, what of it is secret, and its kind.
IN_A_TEXT: dict[str, tuple[str, str, str]] = {
    "iot hub": (f"HostName=h.azure-devices.net;DeviceId=d;SharedAccessKey={KEY}", KEY, "connection-string"),
    "service bus": (f"Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={KEY};EntityPath=q", KEY, "connection-string"),
    "storage": (f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={LONG_KEY};EndpointSuffix=core.windows.net", LONG_KEY, "account-key"),
    "cosmos": (f"AccountEndpoint=https://a.documents.azure.com:443/;AccountKey={LONG_KEY};", LONG_KEY, "account-key"),
    "bare account key": (LONG_KEY, LONG_KEY, "account-key"),
    "sql": ("Server=tcp:s,1433;User ID=me;Password=cr4zy pa'ss=w;Encrypt=true", "cr4zy pa'ss=w", "connection-string"),
    "sql, short": ("Data Source=s;Uid=me;Pwd=cr4zy", "cr4zy", "connection-string"),
    "sas in a url": (f"https://a.blob.core.windows.net/c?sv=2020&sig={KEY[:-1]}%3D&se=2030", f"{KEY[:-1]}%3D", "sas-token"),
    "sas": (f"SharedAccessSignature sr=h&sig={KEY[:-1]}%3D&se=1", f"{KEY[:-1]}%3D", "sas-token"),
    "url": ("amqp://me:cr4zy@broker:5672/x", "cr4zy", "url-credentials"),
    "url with an at sign": ("http://me:cr@zy@proxy:3128", "cr@zy", "url-credentials"),
    "jwt": (f"Bearer {JWT}", JWT, "jwt"),
    "private key": (PEM, PEM, "private-key"),
    "github": (f"clone with {GITHUB} please", GITHUB, "cloud-key"),
    "aws": (AWS, AWS, "cloud-key"),
    "option": ("serve --password=cr4zy --port 80", "cr4zy", "password-variable"),
    "option with a space": ("serve --api-key cr4zy --port 80", "cr4zy", "password-variable"),
    "option with quotes": ('serve --token "cr4zy one" --port 80', "cr4zy one", "password-variable"),
    "JSON": ('{"a": 1, "password": "cr4zy"}', "cr4zy", "password-variable"),
    "JSON in JSON": (json.dumps({"a": json.dumps({"client_secret": "cr4zy"})}), "cr4zy", "password-variable"),
}  # fmt: skip
# ruff: noqa: E501
NAMES = (
    "DB_PASSWORD", "PASSWORD", "MYSQL_PASSWD", "SA_PWD", "GITHUB_TOKEN", "API_KEY", "APIKEY", "CLIENT_SECRET", "clientSecret",
    "SECRET_KEY_BASE", "Redis__Password", "storage-account-key", "accessToken", "DB_PASS", "TLS_PASSPHRASE",
)  # fmt: skip
OTHER_NAMES = (
    "PASSWORD_FILE", "TOKEN_URL", "KEY_NAME", "SharedAccessKeyName", "PUBLIC_KEY", "PARTITION_KEY", "SECRET_NAME", "MAX_TOKENS",
    "KEYBOARD", "AUTHOR", "PASSENGERS", "COMPASS", "TOKENIZER", "KEY_PATH",
)  # fmt: skip
STAND_INS = (
    "", "${X}", "${X:-y}", "$PASSWORD", "$CONTAINER_REGISTRY_PASSWORD_myacr", "$(X)", "{{X}}", "{{ .Values.x }}", "%X%", "<your password>",
    "<CR.Password>", "#X#", "#{X}#", "__X__", "__REGISTRY_PASSWORD", "REDACTED", "[REDACTED]", "***", "xxxx", "xxx-xxx", "...", "…",
    "changeme", "change-me", "password", "pwd", "your-password", "YOUR_API_KEY_HERE", "true", "false", "null", "0", "1", "MSSQL_SA_PASSWORD",
    "[parameters('password')]", "@Microsoft.KeyVault(SecretUri=https://v/secrets/x)", "/run/secrets/db", "C:\\keys\\a", "certs/device.pem",
    "./token.txt", "'${X}'",
)  # fmt: skip


def options(env: str) -> dict[str, Json]:
    """Return createOptions with one variable."""
    return {"Env": ["A=1", env], "HostConfig": {"Binds": ["/home/hcsshares/in:/in"]}}
