// Tabs as links, so that each view of a page has its own address.

export interface LinkTabsProps {
  readonly label: string;
  readonly current: string;
  readonly tabs: readonly { readonly key: string; readonly label: string; readonly href: string }[];
}

export function LinkTabs({ label, current, tabs }: LinkTabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul class="tabs__list">
        {tabs.map(({ key, label: words, href }) => (
          <li key={key}>
            <a class="tabs__link" href={href} aria-current={key === current ? 'page' : undefined}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
