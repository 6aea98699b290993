import { spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The disk of a state. */
export interface Disk {
  readonly folder: string;
  fill(): void;
  free(): void;
  remove(): void;
}

/** A disk of a few megabytes if the machine allows it; otherwise a folder that can become unwritable. */
export async function makeDisk(folder: string): Promise<Disk> {
  mkdirSync(folder, { recursive: true });
  return (await smallDisk(folder)) ?? folderThatCloses(folder);
}

/** A process in a namespace of its own mounts it, and all others reach it through that process: nobody has to be root. */
async function smallDisk(mountPoint: string): Promise<Disk | undefined> {
  // `cat` ends with the test's process.
  const mount = 'mount -t tmpfs -o size=4m none "$0" && echo ready && exec cat';
  const holder = spawn("unshare", ["-rm", "sh", "-c", mount, mountPoint], { stdio: ["pipe", "pipe", "ignore"] });
  const isMounted = await new Promise((resolve) => {
    holder.stdout.once("data", () => resolve(true));
    holder.on("error", () => resolve(false));
    holder.on("exit", () => resolve(false));
  });
  if (!isMounted) return undefined;
  const folder = `/proc/${holder.pid}/root${mountPoint}`;
  const filler = path.join(folder, "filler");
  return {
    folder,
    fill() {
      const block = Buffer.alloc(4_096);
      try {
        for (;;) writeFileSync(filler, block, { flag: "a" });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => void holder.kill(),
  };
}

/** Root may write to every folder, but nobody to a folder that is a file. */
function folderThatCloses(folder: string): Disk {
  const stacks = path.join(folder, ".pulumi", "stacks");
  const away = `${stacks}.away`;
  let isFull = false;
  return {
    folder,
    fill() {
      renameSync(stacks, away);
      writeFileSync(stacks, "");
      isFull = true;
    },
    free() {
      if (!isFull) return;
      rmSync(stacks);
      renameSync(away, stacks);
      isFull = false;
    },
    remove() {},
  };
}
