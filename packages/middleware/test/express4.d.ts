/** Express 4 under the name that it is installed by, with the types of its successor: what the tests use of it is the same. */
declare module 'express4' {
  import express from 'express'
  export default express
}
