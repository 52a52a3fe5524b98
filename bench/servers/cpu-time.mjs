/** Preloaded by the benchmark into each server: tells on SIGUSR2 what processor time the process has used, in microseconds. */
process.on("SIGUSR2", () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`processor time: ${user + system}\n`);
});
