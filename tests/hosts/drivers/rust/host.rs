// The checks in Rust, by rusqlite:  host tgsession.so <lines
use rusqlite::types::Value;
use rusqlite::{params_from_iter, Connection, LoadExtensionGuard};
use std::collections::HashMap;
use std::io::BufRead;

fn load(c: &Connection, so: &str) {
    unsafe {
        let _guard = LoadExtensionGuard::new(c).unwrap();
        c.load_extension(so, None).unwrap();
    }
}

fn open(path: &str, so: &str) -> Connection {
    let c = if path == ":memory:" { Connection::open_in_memory() } else { Connection::open(path) }.unwrap();
    load(&c, so);
    c
}

fn hex(s: &str) -> Vec<u8> {
    (0..s.len() / 2).map(|i| u8::from_str_radix(&s[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn value(p: &str, kept: &HashMap<String, Value>) -> Value {
    let v = &p[2..];
    match &p[..1] {
        "i" | "j" => Value::Integer(v.parse().unwrap()),
        "r" => Value::Real(v.parse().unwrap()),
        "b" => Value::Blob(hex(v)),
        "n" => Value::Null,
        "=" => kept[v].clone(),
        _ => Value::Text(v.to_string()),
    }
}

fn show(v: &Value) -> String {
    match v {
        Value::Null => "NULL".to_string(),
        Value::Integer(i) => i.to_string(),
        Value::Real(r) => r.to_string(),
        Value::Text(t) => t.clone(),
        Value::Blob(b) => format!("x'{}'", b.iter().map(|x| format!("{:02x}", x)).collect::<String>()),
    }
}

fn ask(c: &Connection, sql: &str, params: Vec<Value>) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut stmt = c.prepare(sql)?;
    let n = stmt.column_count();
    let rows = stmt.query_map(params_from_iter(params), |r| (0..n).map(|i| r.get(i)).collect())?;
    rows.collect()
}

fn main() {
    let so = std::env::args().nth(1).unwrap();
    let mut kept: HashMap<String, Value> = HashMap::new();
    let mut conns: HashMap<String, Connection> = HashMap::new();
    conns.insert("1".to_string(), open(":memory:", &so));
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let f: Vec<&str> = line.split('\t').collect();
        match f[0] {
            "open" => drop(conns.insert(f[1].to_string(), open(f[2], &so))),
            "load" => load(&conns[f[1]], &so),
            "close" => drop(conns.remove(f[1])),
            "run" => {
                let params = f[4..].iter().map(|p| value(p, &kept)).collect();
                let text = match ask(&conns[f[2]], f[3], params) {
                    Ok(rows) => {
                        if let Some(first) = rows.first() {
                            kept.insert(f[1].to_string(), first[0].clone());
                        }
                        let rows: Vec<String> = rows.iter().map(|r| r.iter().map(show).collect::<Vec<_>>().join(" | ")).collect();
                        rows.join(" ; ")
                    }
                    Err(e) => format!("error: {}", e),
                };
                println!("{}\t{}", f[1], text);
            }
            _ => {}
        }
    }
}
