import js from '@eslint/js'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'

/** Rooms of `src/domain`, left to right: each may lean only on those before it. */
const domainRooms = ['statistics', 'instrument', 'assessment', 'scoring', 'action-plan', 'round', 'benchmark']

const room = (path, mayUse) => ({
  target: `./src/${path}/**/*`,
  from: './src',
  except: [`./${path}`, ...mayUse.map((other) => `./${other}`)],
  message: `${path} may import only: ${[path, ...mayUse].join(', ')}. Imports run down (see README).`,
})

const zones = [
  room('domain', []),
  room('protocol', ['domain']),
  room('storage', ['domain']),
  room('sync', ['storage', 'protocol', 'domain']),
  room('app', ['sync', 'storage', 'protocol', 'domain']),
  room('hub', ['protocol', 'domain']),
  ...domainRooms.map((name, i) => ({
    target: `./src/domain/${name}/**/*`,
    from: './src/domain',
    except: [...domainRooms.slice(0, i + 1).map((other) => `./${other}`)],
    message: `domain/${name} may lean only on rooms left of it: ${domainRooms.slice(0, i).join(', ') || 'none'}.`,
  })),
]

/** What pure rooms may not touch: time, chance, the browser, Node. */
const impure = [
  'Date',
  'Math.random',
  'window',
  'document',
  'navigator',
  'localStorage',
  'indexedDB',
  'fetch',
  'process',
  'crypto',
  'setTimeout',
  'console',
]

export default typescript.config(
  { ignores: ['dist/**', 'data/**', 'node_modules/**', 'tests/output/**'] },
  js.configs.recommended,
  ...typescript.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { parser: typescript.parser, extraFileExtensions: ['.vue'] } },
    settings: {
      'import-x/ignore': ['node_modules'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'vue-eslint-parser': ['.vue'] },
      'import-x/resolver': { node: { extensions: ['.ts', '.vue', '.js'] } },
    },
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'vue/no-v-html': 'error',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/require-default-prop': 'off',
      'vue/multi-word-component-names': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[property.name='innerHTML']",
          message: 'Never: texts and answers are not markup.',
        },
        {
          selector: "MemberExpression[property.name='outerHTML']",
          message: 'Never: texts and answers are not markup.',
        },
        {
          selector: "CallExpression[callee.property.name='insertAdjacentHTML']",
          message: 'Never: texts are not markup.',
        },
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impure.filter((name) => !name.includes('.'))],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance comes in as an argument.' },
      ],
      'no-restricted-imports': ['error', { patterns: ['vue', 'vue*', 'node:*', 'valibot', 'idb'] }],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
      },
    },
  },
)
