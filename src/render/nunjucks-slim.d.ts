/** The part of nunjucks that runs compiled templates: no compiler, no file. */
declare module "nunjucks/browser/nunjucks-slim.js" {
  export class SafeString {
    constructor(text: string);
    valueOf(): string;
    readonly length: number;
  }
  class PrecompiledLoader {
    constructor(templates: Readonly<Record<string, object>>);
  }
  class Environment {
    constructor(
      loaders: readonly PrecompiledLoader[],
      options: { autoescape: boolean; throwOnUndefined: boolean },
    );
    addFilter(name: string, filter: (value: never) => string): this;
    render(name: string, context: object): string;
  }
  const nunjucks: {
    readonly Environment: typeof Environment;
    readonly PrecompiledLoader: typeof PrecompiledLoader;
    readonly runtime: { readonly SafeString: typeof SafeString; markSafe(text: string): SafeString };
  };
  export default nunjucks;
}
