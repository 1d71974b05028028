// A room brings its own style sheet by importing it: Vite makes a file of it.
declare module '*.css';
