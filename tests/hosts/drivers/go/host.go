// The checks in Go, by mattn's go-sqlite3:  host tgsession.so <lines
package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"
)

var kept = map[string]interface{}{}

// One connection: database/sql would take another from its pool.
func open(path string) (*sql.DB, *sql.Conn) {
	db, err := sql.Open("tgsession", path)
	if err != nil {
		panic(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		panic(err)
	}
	return db, conn
}

func value(p string) interface{} {
	v := p[2:]
	switch p[0] {
	case 'i', 'j':
		n, _ := strconv.ParseInt(v, 10, 64)
		return n
	case 'r':
		r, _ := strconv.ParseFloat(v, 64)
		return r
	case 'b':
		b, _ := hex.DecodeString(v)
		return b
	case 'n':
		return nil
	case '=':
		return kept[v]
	}
	return v
}

func show(v interface{}) string {
	switch x := v.(type) {
	case nil:
		return "NULL"
	case []byte:
		return "x'" + hex.EncodeToString(x) + "'"
	}
	return fmt.Sprint(v)
}

func ask(conn *sql.Conn, name, query string, params []string) (string, error) {
	var args []interface{}
	for _, p := range params {
		args = append(args, value(p))
	}
	rows, err := conn.QueryContext(context.Background(), query, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	var out []string
	for rows.Next() {
		cells := make([]interface{}, len(columns))
		into := make([]interface{}, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		var text []string
		for _, c := range cells {
			text = append(text, show(c))
		}
		if len(out) == 0 && len(cells) > 0 {
			kept[name] = cells[0]
		}
		out = append(out, strings.Join(text, " | "))
	}
	return strings.Join(out, " ; "), rows.Err()
}

func main() {
	sql.Register("tgsession", &sqlite3.SQLiteDriver{Extensions: []string{os.Args[1]}})
	dbs := map[string]*sql.DB{}
	conns := map[string]*sql.Conn{}
	dbs["1"], conns["1"] = open(":memory:")
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<20)
	for in.Scan() {
		f := strings.Split(in.Text(), "\t")
		switch f[0] {
		case "open":
			dbs[f[1]], conns[f[1]] = open(f[2])
		case "load":
			conns[f[1]].Raw(func(c interface{}) error {
				return c.(*sqlite3.SQLiteConn).LoadExtension(os.Args[1], "sqlite3_tgsession_init")
			})
		case "close":
			conns[f[1]].Close()
			dbs[f[1]].Close()
		case "run":
			out, err := ask(conns[f[2]], f[1], f[3], f[4:])
			if err != nil {
				out = "error: " + err.Error()
			}
			fmt.Println(f[1] + "\t" + out)
		}
	}
}
