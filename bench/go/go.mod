module marque.example/bench

go 1.26.8

require github.com/rs/cors v1.11.1 // indirect
