/**
 * The settings for one machine, as the text that pg_ctl hands on to the server through a shell.
 *
 * They are given at each start rather than written to postgresql.conf, which stays the operator's own.
 */
export function serverSettings({ port, ephemeral }: { port: number; ephemeral: boolean }): string {
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    // No socket file: its directory would have to be writable for the account, and paths over 107 bytes are refused.
    unix_socket_directories: '""',
    max_connections: "200",
    shared_buffers: ephemeral ? "128MB" : "256MB",
    timezone: "UTC",
    log_timezone: "UTC",
    // The statements here are short: compiling them costs more than it saves.
    jit: "off",
    ...(ephemeral ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}
