"""Where data, keys, backups and signed heads are kept."""

from pathlib import Path

from pydantic import AnyUrl, BaseModel, Field, SecretStr, field_validator

from belisha.options.address import https_or_here
from belisha.options.master_key import WrongSetting, key_bytes, output_of


class Storage(BaseModel):
    """Where the desk keeps what it knows."""

    data_dir: Path = Field(
        default=Path("data"), description="Folder of the databases, the master key and the log."
    )
    database_url: str = Field(
        default="", description="sqlite:///PATH or postgresql://...; empty: SQLite in data_dir."
    )
    keys_url: str = Field(
        default="",
        description="The key store, apart from the database and its backup; empty: SQLite in data_dir.",
    )
    master_key_file: Path | None = Field(default=None, description="File of the master key, mode 600.")
    master_key: SecretStr | None = Field(
        default=None, description="The master key itself, base64 of 32 bytes."
    )
    master_key_command: str = Field(default="", description="Command that prints the master key.")
    backup_recipient: str = Field(
        default="",
        description="Public key of age (age1...) to which `belisha backup` encrypts; several: by commas.",
    )
    checkpoint_dir: Path | None = Field(
        default=None,
        description="Folder outside this machine's disk, or a write-once mount, where signed heads of the"
        " ledger and lists of erasures are kept; empty: none.",
    )
    checkpoint_url: AnyUrl | None = Field(
        default=None, description="Address to which they are sent by POST, as plain text; empty: none."
    )
    checkpoint_mail: str = Field(
        default="", description="Address of somebody outside to whom they are mailed; empty: none."
    )
    figures_book: Path | None = Field(
        default=None, description="File of the book of offence figures; empty: figures.book in data_dir."
    )

    _outside_is_reached = field_validator("checkpoint_url")(https_or_here)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data_dir / 'belisha.sqlite3').absolute()}"

    @property
    def keys(self) -> str:
        return self.keys_url or f"sqlite:///{(self.data_dir / 'keys.sqlite3').absolute()}"

    @property
    def book(self) -> Path:
        return self.figures_book or self.data_dir / "figures.book"

    @property
    def default_master_key_file(self) -> Path:
        return self.data_dir / "master.key"

    def master_keys(self) -> list[bytes]:
        """The master keys, newest first, each 32 bytes; empty where none is set up.

        Several lines are several keys: the first wraps, all of them open (so a key can be replaced).
        Raises WrongSetting where a key can't be read, has the wrong length or lies open to others.
        """
        return [key_bytes(line) for line in self._master_key_text().split()]

    def _master_key_text(self) -> str:
        if self.master_key is not None:
            return self.master_key.get_secret_value()
        if self.master_key_command:
            return output_of(self.master_key_command)
        named = self.master_key_file
        path = named or self.default_master_key_file
        if not path.exists():
            if named:
                raise WrongSetting(f"The master key file {path} does not exist.")
            return ""
        if path.stat().st_mode & 0o077:
            raise WrongSetting(f"The master key file {path} can be read by others. Do: chmod 600 {path}")
        return path.read_text(encoding="ascii")
