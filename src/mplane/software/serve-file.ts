/** SFTP for one file, read only (draft-ietf-secsh-filexfer-02): everything else is refused. */
import type { FileHandle } from "node:fs/promises";
import type { Attributes, SFTPWrapper } from "ssh2";

/** Status codes of section 7. */
const status = { EOF: 1, NO_SUCH_FILE: 2, PERMISSION_DENIED: 3, FAILURE: 4 } as const;

/** SSH_FXF_WRITE, APPEND, CREAT, TRUNC, EXCL of section 6.3. */
const writing = 0x02 | 0x04 | 0x08 | 0x10 | 0x20;

/** Bytes of one read; clients ask for more and take less. */
const maxReadBytes = 256 * 1024;

/** The one handle that we give. */
const handleName = Buffer.from("0");

export function serveFile(sftp: SFTPWrapper, file: FileHandle, name: string): void {
  const isFile = (path: string) => path.replace(/^[./]+/, "") === name;
  const isFolder = (path: string) => /^[./]*$/.test(path);
  const attributes = async (): Promise<Attributes> => {
    const { size, mtimeMs } = await file.stat();
    const seconds = Math.floor(mtimeMs / 1000);
    return { mode: 0o100444, uid: 0, gid: 0, size, atime: seconds, mtime: seconds };
  };
  const answerAttributes = (id: number) => {
    attributes().then(
      (found) => sftp.attrs(id, found),
      () => sftp.status(id, status.FAILURE),
    );
  };
  const stat = (id: number, path: string) =>
    isFile(path) ? answerAttributes(id) : sftp.status(id, status.NO_SUCH_FILE);
  // without it OpenSSH's client waits for ever after its download
  sftp.on("end", () => sftp.end());
  sftp.on("error", () => {});
  sftp.on("REALPATH", (id, path) => {
    if (!isFile(path) && !isFolder(path)) sftp.status(id, status.NO_SUCH_FILE);
    else sftp.name(id, [{ filename: isFile(path) ? `/${name}` : "/", longname: "", attrs: emptyAttributes }]);
  });
  sftp.on("STAT", stat);
  sftp.on("LSTAT", stat);
  sftp.on("OPEN", (id, path, flags) => {
    if (!isFile(path)) sftp.status(id, status.NO_SUCH_FILE);
    else if ((flags & writing) !== 0) sftp.status(id, status.PERMISSION_DENIED);
    else sftp.handle(id, handleName);
  });
  sftp.on("FSTAT", (id, handle) =>
    handle.equals(handleName) ? answerAttributes(id) : sftp.status(id, status.FAILURE),
  );
  sftp.on("READ", (id, handle, offset, length) => {
    if (handle.equals(handleName)) answerRead(sftp, id, file, offset, length);
    else sftp.status(id, status.FAILURE);
  });
  sftp.on("CLOSE", (id) => sftp.status(id, 0));
}

const emptyAttributes: Attributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };

function answerRead(sftp: SFTPWrapper, id: number, file: FileHandle, offset: number, length: number): void {
  const buffer = Buffer.alloc(Math.min(length, maxReadBytes));
  file.read(buffer, 0, buffer.length, offset).then(
    ({ bytesRead }) => {
      if (bytesRead === 0) sftp.status(id, status.EOF);
      else sftp.data(id, buffer.subarray(0, bytesRead));
    },
    () => sftp.status(id, status.FAILURE),
  );
}
