import { expect, test } from 'vitest'
import { readBenchmarks } from './go-race.ts'

test('returns the median of the rounds per peer, minus the median of the no-op handler', () => {
  const output = `goos: linux
BenchmarkRace/actual,_allowed|1|none-2         	 1419094	        41.50 ns/op
BenchmarkRace/actual,_allowed|1|none-2         	 1419094	        43.50 ns/op
BenchmarkRace/actual,_allowed|1|rs-list-2      	  304848	       200.5 ns/op
BenchmarkRace/actual,_allowed|1|rs-list-2      	  304848	       202.5 ns/op
BenchmarkRace/preflight,_10,000_names|1000000|none    	  1	       10 ns/op
BenchmarkRace/preflight,_10,000_names|1000000|rs-set  	  1	       1010 ns/op
PASS
`
  expect(readBenchmarks(output)).toEqual([
    { case: 'actual, allowed', count: 1, peer: 'rs-list', net: 159 },
    { case: 'preflight, 10,000 names', count: 1_000_000, peer: 'rs-set', net: 1000 },
  ])
})
