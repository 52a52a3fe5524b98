/**
 * One line that turns while something takes time. It leaves the keyboard alone, so that Ctrl-C ends this process and
 * what it runs as it ends any other.
 */
import { clean } from "./terminal.ts";

export interface Progress {
  /** Takes the line away. */
  readonly stop: () => void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

export function startProgress(text: string): Progress {
  const { stderr } = process;
  const started = Date.now();
  let frame = 0;
  const draw = () => {
    const seconds = Math.floor((Date.now() - started) / 1000);
    const line = `${FRAMES[frame++ % FRAMES.length] ?? ""} ${clean(text)} ${seconds} s`;
    stderr.write(`\r\u001b[K${line.slice(0, Math.max(10, stderr.columns - 1))}`);
  };
  draw();
  const timer = setInterval(draw, 100);
  return {
    stop: () => {
      clearInterval(timer);
      stderr.write("\r\u001b[K");
    },
  };
}
