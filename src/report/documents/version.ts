/** Version of the JSON documents: raised where a key goes or changes its meaning. */
export const documentVersion = 1;
