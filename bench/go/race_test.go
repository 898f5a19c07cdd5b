// Package bench measures Go's CORS middleware with the cases of the benchmark in bench/src/decide.
//
// `npm run bench -- go` runs it and shows its figures next to Marque's. Both are net of the harness: the handler "none" sets one
// header and calls the next handler.
package bench

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	rscors "github.com/rs/cors"
)

const (
	knownOrigin   = "https://app-0.customers.example.com"
	foreignOrigin = "https://app-0.customers.example.net"
	kib64         = 65536
)

var (
	methods        = []string{"DELETE", "GET", "PATCH", "POST"}
	requestHeaders = []string{"authorization", "content-type", "x-csrf-token", "x-request-id"}
	exposeHeaders  = []string{"etag", "x-request-id"}
)

// peer is one library in the benchmark; build wraps the application.
type peer struct {
	name  string
	build func(origins []string, application http.Handler) http.Handler
}

var peers = []peer{
	{"none", func(_ []string, application http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Access-Control-Allow-Origin"] = star
			application.ServeHTTP(w, r)
		})
	}},
	{"rs-list", func(origins []string, application http.Handler) http.Handler {
		return rscors.New(rsOptions(origins)).Handler(application)
	}},
	{"rs-set", func(origins []string, application http.Handler) http.Handler {
		known := make(map[string]struct{}, len(origins))
		for _, origin := range origins {
			known[origin] = struct{}{}
		}
		options := rsOptions(nil)
		options.AllowOriginFunc = func(origin string) bool {
			_, ok := known[origin]
			return ok
		}
		return rscors.New(options).Handler(application)
	}},
}

var star = []string{"*"}

func rsOptions(origins []string) rscors.Options {
	return rscors.Options{
		AllowedOrigins:   origins,
		AllowedMethods:   methods,
		AllowedHeaders:   requestHeaders,
		ExposedHeaders:   exposeHeaders,
		AllowCredentials: true,
		MaxAge:           600,
	}
}

// benchCase is one case, with the name of the case in bench/src/decide/cases.ts.
type benchCase struct {
	name  string
	from  string
	count int
	names string // of Access-Control-Request-Headers; empty for an actual request
	want  string // "granted", "denied", or "" where peers differ
}

func cases() []benchCase {
	const names = "authorization,content-type,x-request-id"
	var list []benchCase
	for _, count := range []int{1, 100, 10_000, 1_000_000} {
		list = append(list,
			benchCase{"actual, allowed", "known", count, "", "granted"},
			benchCase{"actual, allowed, always one origin", "one", count, "", "granted"})
	}
	many := make([]string, 10_000)
	for at := range many {
		many[at] = "x-" + strconv.Itoa(at)
	}
	return append(list,
		benchCase{"actual, denied", "foreign", 1, "", "denied"},
		benchCase{"no Origin", "no-origin", 1, "", ""},
		benchCase{"preflight, allowed", "known", 1, names, "granted"},
		benchCase{"preflight, denied", "foreign", 1, names, "denied"},
		benchCase{"preflight, 64 KiB of commas", "known", 1, strings.Repeat(",", kib64), ""},
		benchCase{"preflight, one name of 64 KiB", "known", 1, strings.Repeat("x", kib64), ""},
		benchCase{"preflight, 10,000 names", "known", 1, strings.Join(many, ","), ""},
		benchCase{"preflight, 8 KiB of commas", "known", 1, strings.Repeat(",", 8192), ""})
}

// BenchmarkRace runs every case for every peer. The peers of a case run consecutively, so that a slow phase of the machine affects all.
func BenchmarkRace(b *testing.B) {
	known := map[int][]string{}
	for _, each := range cases() {
		if known[each.count] == nil {
			known[each.count] = originsFor(each.count)
		}
		for _, peer := range peers {
			handler := peer.build(known[each.count], application)
			name := fmt.Sprintf("%s|%d|%s", strings.ReplaceAll(each.name, " ", "_"), each.count, peer.name)
			b.Run(name, func(b *testing.B) { run(b, each, peer.name, handler, known[each.count]) })
		}
	}
}

func run(b *testing.B, each benchCase, peer string, handler http.Handler, known []string) {
	request := requestFor(each)
	origins := originsOf(each.from, known)
	answer := &writer{header: make(http.Header, 8)}
	ask := func(at int) {
		if origins != nil {
			request.Header["Origin"][0] = origins[at]
		}
		clear(answer.header)
		handler.ServeHTTP(answer, request)
	}
	ask(0)
	if allowed := answer.header.Get("Access-Control-Allow-Origin"); peer != "none" &&
		(each.want == "granted" && allowed != origins[0] || each.want == "denied" && allowed != "") {
		b.Fatalf("wrong answer in %q: %q", each.name, allowed)
	}
	at := 0
	step := stepFor(max(1, len(origins)))
	for b.Loop() {
		ask(at)
		at += step
		if at >= len(origins) {
			at -= len(origins)
		}
	}
}

// stepFor returns a stride that visits all count indexes, far apart: in list order, a linear search would end early.
func stepFor(count int) int {
	step := max(1, count*618/1000)
	for gcd(step, count) != 1 {
		step++
	}
	return step
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// originsOf copies the origins: the requests must not share strings with the peer.
func originsOf(from string, known []string) []string {
	switch from {
	case "no-origin":
		return nil
	case "one":
		return []string{strings.Clone(knownOrigin)}
	case "foreign":
		return []string{foreignOrigin}
	}
	copies := make([]string, len(known))
	for at, origin := range known {
		copies[at] = strings.Clone(origin)
	}
	return copies
}

func originsFor(count int) []string {
	origins := make([]string, count)
	for at := range origins {
		origins[at] = "https://app-" + strconv.FormatInt(int64(at), 36) + ".customers.example.com"
	}
	state := uint32(0x9e3779b9)
	for at := count - 1; at > 0; at-- {
		state = state*1664525 + 1013904223
		other := int(state % uint32(at+1))
		origins[at], origins[other] = origins[other], origins[at]
	}
	return origins
}

func requestFor(each benchCase) *http.Request {
	header := http.Header{
		"Connection":      {"keep-alive"},
		"User-Agent":      {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36"},
		"Accept":          {"*/*"},
		"Sec-Fetch-Site":  {"same-site"},
		"Sec-Fetch-Mode":  {"cors"},
		"Sec-Fetch-Dest":  {"empty"},
		"Referer":         {"https://app.example.com/"},
		"Accept-Encoding": {"gzip, deflate, br, zstd"},
	}
	if each.from != "no-origin" {
		header["Origin"] = []string{""}
	}
	method := http.MethodGet
	if each.names == "" {
		header["Accept-Language"] = []string{"en-GB,en;q=0.9"}
		header["Cookie"] = []string{"session=3f1c9b6f0e5a4c7d8b2a; theme=dark"}
	} else {
		method = http.MethodOptions
		header["Access-Control-Request-Method"] = []string{"PATCH"}
		header["Access-Control-Request-Headers"] = []string{each.names}
	}
	target := &url.URL{Path: "/v1/accounts/4711/orders", RawQuery: "page=2"}
	return &http.Request{Method: method, URL: target, Host: "api.example.com", Header: header}
}

// writer is the minimal http.ResponseWriter that a handler needs.
type writer struct {
	header http.Header
	status int
}

func (w *writer) Header() http.Header            { return w.header }
func (w *writer) Write(body []byte) (int, error) { return len(body), nil }
func (w *writer) WriteHeader(status int)         { w.status = status }

var application = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
