/** The path of the extension that fits this process; an Error where there is none. */
export declare function getLoadablePath(): string

/** Loads it into a database, as db.loadExtension(getLoadablePath()) does. */
export declare function load(db: { loadExtension(path: string): unknown }): void
