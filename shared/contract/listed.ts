const PROBLEMS_TOLD = 5;

/** `data.positions.0.price: write it as text: …; …`: the first problems in one line, and how many more there are. */
export function listed(problems: readonly string[]): string {
  const more = problems.length - PROBLEMS_TOLD;
  return `${problems.slice(0, PROBLEMS_TOLD).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
