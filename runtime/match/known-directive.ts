// Which directives of a template Vault knows; for those who judge a policy's text. Whether one can be filled in is template.ts's.

/** What a directive may be; whether it can be filled in is another matter. */
export function isKnownDirective(directive: string): boolean {
  return (
    /^identity\.entity\.(?:id|name|metadata\.[\s\S]+)$/.test(directive) ||
    /^identity\.entity\.aliases\.[^.]+\.(?:id|name|metadata\.[\s\S]+|custom_metadata\.[\s\S]+)$/.test(directive) ||
    /^identity\.groups\.(?:ids|names)\.[^.]+\.(?:id|name|metadata\.[\s\S]+)$/.test(directive) ||
    /^time\.now(?:\.(?:plus|minus)\.[\s\S]+)?$/.test(directive)
  );
}
