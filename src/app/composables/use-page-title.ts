import { watchEffect } from 'vue'

/** Names the page in the tab and for screen readers. Never an answer: titles end up in histories. */
export function usePageTitle(title: () => string): void {
  watchEffect(() => {
    const name = title()
    document.title = name === 'Tayari' ? name : `${name} · Tayari`
  })
}
