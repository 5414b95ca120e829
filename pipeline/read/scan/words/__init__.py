"""What engines recognise becomes words: which reading is taken, what is mended, what doubted."""
