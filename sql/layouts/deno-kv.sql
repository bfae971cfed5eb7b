-- deno-kv: Deno's key-value store, in which MTKruto may keep a session; named, never read
-- :access hidden
-- :refuse a Deno KV store, in which MTKruto may keep its session: in Deno, client.exportAuthString() gives a string, which is read

-- The values are V8's serialisation.

-- :schema
CREATE TABLE main.kv (
  k BLOB PRIMARY KEY,
  v BLOB,
  v_encoding INTEGER
);
CREATE TABLE main.data_version (
  version INTEGER
);
