declare module '*/banter.mjs' {
  const createBanter: (options: object) => Promise<import('./module.js').BanterModule>;
  export default createBanter;
}
