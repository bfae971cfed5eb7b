// A node of dqlite that speaks TLS only, as the manual has it: go-dqlite's app.WithTLS().
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -tags libsqlite3 -o build/tls-node tests/cluster/tls.go
//	LD_PRELOAD=build/preload.so build/tls-node DIR ADDR CERT KEY [JOIN] <statements >rows
//
// A line of standard input is a statement; its rows come back on standard output, cells between tabs, then a line "."; an error
// is "! " and its text.  Who has no certificate of the cluster's gets nothing.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/canonical/go-dqlite/app"
)

func must(err error) {
	if err != nil {
		fmt.Println("!", err)
		os.Exit(1)
	}
}

func run(db *sql.DB, statement string) {
	if !strings.HasPrefix(statement, "SELECT") { // dqlite takes a query for reading
		if _, err := db.Exec(statement); err != nil {
			fmt.Println("!", err)
		}
		return
	}
	rows, err := db.Query(statement)
	if err != nil {
		fmt.Println("!", err)
		return
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	for rows.Next() {
		cells := make([]sql.NullString, len(columns))
		into := make([]interface{}, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if rows.Scan(into...) != nil {
			break
		}
		texts := make([]string, len(columns))
		for i := range cells {
			texts[i] = cells[i].String
		}
		fmt.Println(strings.Join(texts, "\t"))
	}
	if rows.Err() != nil {
		fmt.Println("!", rows.Err())
	}
}

func main() {
	cert, err := tls.LoadX509KeyPair(os.Args[3], os.Args[4])
	must(err)
	pem, err := os.ReadFile(os.Args[3])
	must(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	listen, dial := app.SimpleTLSConfig(cert, pool)
	node, err := app.New(os.Args[1], app.WithAddress(os.Args[2]), app.WithCluster(os.Args[5:]), app.WithTLS(listen, dial))
	must(err)
	wait, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	must(node.Ready(wait))
	db, err := node.Open(context.Background(), "demo")
	must(err)
	fmt.Println(".")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		run(db, in.Text())
		fmt.Println(".")
	}
	db.Close()
	node.Close()
}
